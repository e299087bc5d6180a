"""A wire that can be watched and cut: passes bytes between a child and its parent."""
import socket
import threading


class Relay:
    """Listens on a free port and passes every connection on; calls `on_bytes` once so many have gone upward."""

    def __init__(self, host, port, after, on_bytes):
        self.target = (host, port)
        self.after = after
        self.on_bytes = on_bytes
        self.passed = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                child, _ = self.listener.accept()
            except OSError:
                return
            try:
                parent = socket.create_connection(self.target, timeout=5)
                parent.settimeout(None)
            except OSError:
                child.close()
                continue
            threading.Thread(target=self._pass, args=(child, parent, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(parent, child, False), daemon=True).start()

    def _pass(self, source, target, is_upward):
        try:
            while data := source.recv(16384):
                target.sendall(data)
                if is_upward:
                    self._count(len(data))
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def _count(self, count):
        before = self.passed
        self.passed += count
        if before < self.after <= self.passed:
            self.on_bytes()
