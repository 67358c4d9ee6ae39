"""A browser for the tests of pages, and what they complain of."""
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

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
        """What is serious: by the rule of contrast on some of all words that look alike and stand on the same, and by all other
        rules on everything. On each of the thousands of signs of a page contrast alone would take half a minute."""
        script = AXE + """
            ;(async () => {
              const seen = new Map(), below = new Map([[document.body.parentElement, '']]);
              const ground = (one) => {
                if (!below.has(one)) {
                  const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one);
                  const own = backgroundColor === 'rgba(0, 0, 0, 0)' && backgroundImage === 'none' && opacity === '1' ? '' : `${backgroundColor} ${backgroundImage} ${opacity}`;
                  below.set(one, ground(one.parentElement) + own + '/'.repeat(own !== ''));
                }
                return below.get(one);
              };
              const tried = [...document.querySelectorAll('body, body *')].filter((one) => {
                const words = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
                if (!words || !one.checkVisibility()) return false;
                const { color, fontSize, fontWeight } = getComputedStyle(one);
                const key = [color, fontSize, fontWeight, ground(one)].join();
                seen.set(key, (seen.get(key) ?? 0) + 1);
                return seen.get(key) <= 6;
              });
              const options = { resultTypes: ['violations', 'incomplete'] };
              const found = [
                await axe.run(document, { ...options, rules: { 'color-contrast': { enabled: false } } }),
                await axe.run({ include: tried }, { ...options, runOnly: ['color-contrast'] }),
              ];
              // A rule that met what it cannot read has looked at nothing.
              const failed = found.flatMap((result) => result.incomplete).filter((one) => one.error);
              const serious = found.flatMap((result) => result.violations).filter((one) => ['serious', 'critical'].includes(one.impact));
              return JSON.stringify([...failed.map((one) => `${one.id} fails: ${one.error.message}`), ...serious.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 160)}`)]);
            })()"""
        found = self.send("Runtime.evaluate", expression=script, awaitPromise=True)
        return json.loads(found["result"]["value"])


def side_by_side(items, jobs, act):
    """Does something with each in a browser, in so many browsers at the same time; what one raises is raised here."""
    free, own = SimpleQueue(), []

    def with_browser(item):
        browser = free.get()
        try:
            act(browser, item)
        finally:
            free.put(browser)

    try:
        for _ in range(min(jobs, len(items))):
            own.append(Browser())
            free.put(own[-1])
        with ThreadPoolExecutor(max(1, len(own))) as pool:
            list(pool.map(with_browser, items))
    finally:
        for browser in own:
            browser.driver.quit()
