"""A browser for the tests of pages, and what they complain of."""
import json
from pathlib import Path

import axe_core_python
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
complaints = []


def complain(page, text):
    complaints.append(f"{page}: {text}")
    print(f"{page}: {text}")


class Browser:
    def __init__(self):
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        # As root, and where /dev/shm is small.
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.size(1280, 900)

    def send(self, command, **values):
        return self.driver.execute_cdp_cmd(command, values)

    def size(self, width, height):
        # A window is never narrower than 500: the metrics of a device are.
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)

    def media(self, scheme="light", media=""):
        self.send("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, are_on):
        self.send("Emulation.setScriptExecutionDisabled", value=not are_on)

    def open(self, page):
        self.driver.get("about:blank")
        self.driver.get(page.as_uri() if isinstance(page, Path) else page)

    def run(self, script, *values):
        return self.driver.execute_script(script, *values)

    def later(self, script):
        """What a script gives to the function that is its only argument."""
        return self.driver.execute_async_script(script)

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def axe(self):
        script = AXE + (
            ";axe.run(document,{resultTypes:['violations']}).then(r=>JSON.stringify(r.violations.filter("
            "v=>['serious','critical'].includes(v.impact)).map(v=>v.id+' '+v.nodes[0].html.slice(0,160))))")
        found = self.send("Runtime.evaluate", expression=script, awaitPromise=True)
        return json.loads(found["result"]["value"])
