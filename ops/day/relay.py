"""A slow line between a child and its parent: passes bytes on, upward at about a megabyte a second."""
import socket
import threading
import time

CHUNK = 4096
PACE = 0.004


class Relay:
    """Listens on a free port of its own and passes every connection on."""

    def __init__(self, host, port):
        self.target = (host, port)
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
            threading.Thread(target=self._pass, args=(child, parent, PACE), daemon=True).start()
            threading.Thread(target=self._pass, args=(parent, child, 0), daemon=True).start()

    @staticmethod
    def _pass(source, target, pace):
        try:
            while data := source.recv(CHUNK):
                target.sendall(data)
                time.sleep(pace)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
