"""A headless Chromium over its DevTools protocol: a websocket (RFC 6455) and JSON, with nothing but python3."""
import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request


class Websocket:
    def __init__(self, port, path):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.settimeout(20)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.bytes = b""
        while b"\r\n\r\n" not in self.bytes:
            self.more()
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        assert b" 101 " in head.split(b"\r\n")[0], head

    def more(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the browser has closed the connection")
        self.bytes += piece

    def take(self, count):
        while len(self.bytes) < count:
            self.more()
        piece, self.bytes = self.bytes[:count], self.bytes[count:]
        return piece

    def send(self, text):
        data, mask = text.encode(), os.urandom(4)
        size = struct.pack("!B", 0x80 | len(data)) if len(data) < 126 else struct.pack("!BH", 0x80 | 126, len(data))
        self.socket.sendall(b"\x81" + size + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def receive(self):
        message = b""
        while True:
            first, second = self.take(2)
            size = second & 127
            if size >= 126:
                size = struct.unpack("!H" if size == 126 else "!Q", self.take(2 if size == 126 else 8))[0]
            data = self.take(size)
            if first & 15 == 8:
                raise ConnectionError("the browser has ended the conversation")
            if first & 15 <= 2:
                message += data
                if first & 128:
                    return message.decode()


class Browser:
    """One tab."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        self.number = 0
        program = os.environ.get("CHROMIUM", "chromium")
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run",
             "--disable-background-networking", "--user-data-dir=" + self.folder, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(self.wait_for(os.path.join(self.folder, "DevToolsActivePort")), encoding="ascii") as f:
            port = int(f.readline())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as reply:
            page = [t for t in json.load(reply) if t["type"] == "page"][0]
        self.websocket = Websocket(port, page["webSocketDebuggerUrl"].split(str(port), 1)[1])

    @staticmethod
    def wait_for(path):
        for _ in range(3000):
            if os.path.exists(path) and os.path.getsize(path) > 0:
                return path
            time.sleep(0.01)
        raise TimeoutError("the browser does not start")

    def call(self, method, **parameters):
        self.number += 1
        self.websocket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            reply = json.loads(self.websocket.receive())
            if reply.get("id") == self.number:
                return reply.get("result", {})

    def evaluate(self, expression):
        """Its value; None while there is no page that could say it."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True).get("result", {}).get("value")

    def wait(self, expression, seconds=10):
        """Until the expression is true. Returns False when it does not get so."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.evaluate(expression):
                return True
            time.sleep(0.002)
        return False

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
