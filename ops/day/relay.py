"""A line between a child and its parent that somebody watches: it passes bytes on (which it cannot read), and can be cut after any piece."""
import socket
import threading

PIECE = 16384


class Relay:
    """Listens on a free port of its own and passes every connection on.

    After each whole piece that went upward it asks `may_go_on`; when the answer is no, that connection ends there.
    """

    def __init__(self, host, port, may_go_on):
        self.target = (host, port)
        self.may_go_on = may_go_on
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
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
            threading.Thread(target=self._pass, args=(child, parent, self.may_go_on), daemon=True).start()
            threading.Thread(target=self._pass, args=(parent, child, lambda: True), daemon=True).start()

    @staticmethod
    def _pass(source, target, may_go_on):
        passed = 0
        try:
            while data := source.recv(PIECE):
                target.sendall(data)
                before, passed = passed, passed + len(data)
                if before // PIECE != passed // PIECE and not may_go_on():
                    break
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
