#!/usr/bin/python3
"""The preview in a browser serves one page, to this machine alone, and refuses all else.

Usage: preview_web.py [PROGRAM]
"""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from preview_follows import LESSON

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, ".build", "release", "longhand")


class Preview(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "a.md")
        self.save("0")
        with open(os.path.join(self.folder.name, "secret.txt"), "w") as file:
            file.write("nobody asks for this")
        self.process = subprocess.Popen(
            [PROGRAM, "preview", self.path, "--web"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/[0-9a-z]{26}/)a\.html", self.address)
        self.assertIsNotNone(found, self.address)
        self.port, self.base = int(found[1]), found[2]

    def tearDown(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()
        self.folder.cleanup()

    def save(self, mark):
        with open(self.path, "w") as file:
            file.write(LESSON.replace("NUMBER", mark))

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, text, times=1):
        """What comes back to some bytes; nothing where the connection is closed."""
        with self.connect() as line:
            try:
                for _ in range(times):
                    line.sendall(text.encode("latin-1"))
            except OSError:
                pass
            answer = b""
            try:
                while part := line.recv(65536):
                    answer += part
            except OSError:
                pass
            return answer

    def status(self, text, times=1):
        answer = self.send(text, times)
        return int(answer.split()[1]) if answer else 0

    def get(self, path, host=None):
        return self.send(f"GET {path} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{self.port}'}\r\n\r\n")

    def news(self, seen):
        head, body = self.get(f"{self.base}state?{seen}").split(b"\r\n\r\n", 1)
        self.assertIn(b" 200 ", head.split(b"\r\n")[0])
        return json.loads(body)

    def test_serves_the_page_with_what_it_needs(self):
        page = self.get(self.base + "a.html").decode()
        self.assertIn("200 OK", page)
        self.assertIn("The mark is 0.", page)
        self.assertIn("connect-src &#39;self&#39;", page)
        for name in re.findall(r'(?:src|href)="([a-z0-9.-]+\.(?:js|css))"', page):
            self.assertIn(b"200 OK", self.get(self.base + name)[:20], name)
        self.assertIn("X-Content-Type-Options: nosniff", page)

    def test_follows_a_save(self):
        first = self.news(0)
        self.save("1")
        second = self.news(first["count"])
        while second["page"] == first["page"]:
            second = self.news(second["count"])
        self.assertEqual(second["page"], first["page"] + 1)
        self.assertEqual(second["stop"], 1)
        self.assertIn(b"The mark is 1.", self.get(self.base + "a.html"))

    def test_keeps_the_last_good_page(self):
        first = self.news(0)
        with open(self.path, "w") as file:
            file.write(LESSON.replace("2 x", "2 x + W"))
        news = self.news(first["count"])
        while not news["findings"]:
            news = self.news(news["count"])
        self.assertEqual(news["page"], first["page"])
        self.assertIn("as it was before", news["told"])
        self.assertEqual(news["findings"][0][0], "error")
        self.assertIn("W", news["findings"][0][1])
        self.assertIn(b"The mark is 0.", self.get(self.base + "a.html"))

    def test_refuses_what_it_does_not_know(self):
        host = f"Host: 127.0.0.1:{self.port}\r\n"
        good = self.base + "a.html"
        for status, text in [
            (404, f"GET / HTTP/1.1\r\n{host}\r\n"),
            (404, f"GET /a.html HTTP/1.1\r\n{host}\r\n"),
            (404, f"GET {self.base}secret.txt HTTP/1.1\r\n{host}\r\n"),
            (404, f"GET {self.base}../secret.txt HTTP/1.1\r\n{host}\r\n"),
            (404, f"GET {self.base}..%2fsecret.txt HTTP/1.1\r\n{host}\r\n"),
            (404, f"GET {self.base}../../etc/passwd HTTP/1.1\r\n{host}\r\n"),
            (404, f"GET {self.base}a.md HTTP/1.1\r\n{host}\r\n"),
            (400, f"GET {self.base}state?x HTTP/1.1\r\n{host}\r\n"),
            (405, f"POST {good} HTTP/1.1\r\n{host}\r\n"),
            (405, f"HEAD {good} HTTP/1.1\r\n{host}\r\n"),
            (405, f"OPTIONS {good} HTTP/1.1\r\n{host}\r\n"),
            (403, f"GET {good} HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
            (403, f"GET {good} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
            (403, f"GET {good} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}.evil.example\r\n\r\n"),
            (400, f"GET {good} HTTP/1.1\r\n\r\n"),
            (400, f"GET {good} HTTP/1.1\r\n{host}{host}\r\n"),
            (400, f"GET {good} HTTP/1.1\r\n{host}Content-Length: 5\r\n\r\nhello"),
            (400, f"GET {good} HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n"),
            (400, f"GET {good} HTTP/1.1\r\n{host} folded\r\n\r\n"),
            (400, f"GET {good} HTTP/1.1\r\n{host}no colon\r\n\r\n"),
            (400, f"GET {good}\r\n\r\n"),
            (400, f"GET {good} HTTP/2.0\r\n{host}\r\n"),
            (400, f"GET  {good} HTTP/1.1\r\n{host}\r\n"),
            (400, f"GET http://127.0.0.1:{self.port}{good} HTTP/1.1\r\n{host}\r\n"),
            (400, f"GET {good} HTTP/1.1\n{host}\r\n\r\n"),
            (400, f"GET {good}\0 HTTP/1.1\r\n{host}\r\n"),
            (400, f"GET {good}\xe9 HTTP/1.1\r\n{host}\r\n"),
            (400, "\x16\x03\x01\x02\x00"),
        ]:
            self.assertEqual(self.status(text), status, text)
        self.assertIn(self.status("GET /" + "a" * 100_000), (431, 0))
        self.assertIn(self.status(f"GET {good} HTTP/1.1\r\n" + "X: y\r\n" * 5000), (431, 0))
        self.assertIn(self.status("A" * 65_536, 200), (431, 0))
        self.assertIn(b"200 OK", self.get(good)[:20])

    def test_the_name_localhost_is_its_own(self):
        self.assertIn(b"200 OK", self.get(self.base + "a.html", f"localhost:{self.port}")[:20])

    def test_slow_and_many_clients_keep_nobody_waiting(self):
        idle = [self.connect() for _ in range(200)]
        slow = self.connect()
        slow.sendall(b"GET / HT")
        start = time.monotonic()
        self.assertIn(b"200 OK", self.get(self.base + "a.html")[:20])
        self.assertLess(time.monotonic() - start, 2)
        # One that reads nothing of what it asked for.
        deaf = self.connect()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.sendall(f"GET {self.base}mathematics.woff2 HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        self.assertIn(b"200 OK", self.get(self.base + "a.html")[:20])
        start = time.monotonic()
        slow.settimeout(9)
        answer = slow.recv(100)
        self.assertTrue(answer == b"" or b" 408 " in answer, answer)
        self.assertLess(time.monotonic() - start, 8)
        for line in idle + [slow, deaf]:
            line.close()

    def test_listens_at_this_machine_alone(self):
        with open("/proc/net/tcp") as file:
            rows = [line.split()[1] for line in file.readlines()[1:] if line.split()[3] == "0A"]
        self.assertIn(f"0100007F:{self.port:04X}", rows)
        self.assertFalse([row for row in rows if row.endswith(f":{self.port:04X}") and not row.startswith("0100007F")])

    def test_ends_with_an_interrupt_and_gives_the_port_back(self):
        waiting = self.connect()
        waiting.sendall(f"GET {self.base}state?999 HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        # One that is answered comes after the one that waits: so that was read before the end, and
        # its connection is ended in order, which is what the system remembers.
        self.assertIn(b" 200 ", self.get(self.base + "a.html"))
        self.process.send_signal(signal.SIGINT)
        self.process.wait(5)
        waiting.close()
        with self.assertRaises(OSError):
            self.connect()
        with socket.socket() as own:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            own.bind(("127.0.0.1", self.port))


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
