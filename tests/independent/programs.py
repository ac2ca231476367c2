"""The two programs that do the cryptography which Python's packages lack: age (1.3 or newer, for hybrid identities)
and minisign. Secrets go to them through pipes, never through the command line, the environment or a file."""

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from encoding import Refused, need


class Missing(Exception):
    """A program that is needed is not there."""


@functools.cache
def knows_hybrid(keygen):
    """Whether this age-keygen is 1.3 or newer: older ones know no hybrid identities."""
    return subprocess.run([keygen, "-pq"], capture_output=True, check=False).returncode == 0


class Age:
    """`path` names the program age; age-keygen is looked for beside it."""

    def __init__(self, path=None):
        found = shutil.which(path or os.environ.get("WITNESSBOX_AGE") or "age")
        if found is None:
            raise Missing("age is missing: give its path in WITNESSBOX_AGE or with --age")
        self.age = found
        self.keygen = str(Path(found).with_name("age-keygen"))
        if shutil.which(self.keygen) is None:
            raise Missing("age-keygen is missing beside age")
        if not knows_hybrid(self.keygen):
            raise Missing("age is older than 1.3: give another one in WITNESSBOX_AGE or with --age")

    def recipient(self, identity):
        """The recipient of an identity, as `age-keygen -y` writes it."""
        run = subprocess.run([self.keygen, "-y"], input=identity.encode() + b"\n", capture_output=True, check=False)
        need(run.returncode == 0, "age-keygen refuses the identity")
        return run.stdout.decode().strip()

    def open_bytes(self, identity, data):
        """Opens a small age file. The identity goes through a pipe that only the child inherits."""
        read, write = os.pipe()
        try:
            with os.fdopen(write, "wb") as pipe:  # 75 bytes: a pipe holds them without a reader
                pipe.write(identity.encode() + b"\n")
            run = subprocess.run(
                [self.age, "-d", "-i", f"/dev/fd/{read}"], input=data, capture_output=True, pass_fds=(read,), check=False
            )
        finally:
            os.close(read)
        need(run.returncode == 0, "age does not open it")
        return run.stdout

    def open_stream(self, identity_file, source):
        """Starts opening the file behind the descriptor `source`. The caller reads stdout and must call `finish`:
        only the exit code says that the last chunk was there."""
        return subprocess.Popen(
            [self.age, "-d", "-i", str(identity_file)], stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    @staticmethod
    def finish(process):
        process.stdout.close()
        need(process.wait() == 0, "age does not open it")


def minisign_verify(message, signature, public):
    """Checks bytes by the program minisign; `public` is the base64 line. -H refuses signatures that are not prehashed."""
    program = shutil.which("minisign")
    if program is None:
        raise Missing("minisign is missing")
    with tempfile.TemporaryDirectory(prefix="witnessbox-") as folder:  # nothing in it is secret
        file = Path(folder, "message")
        file.write_bytes(message)
        Path(folder, "message.minisig").write_bytes(signature)
        run = subprocess.run([program, "-V", "-H", "-q", "-P", public, "-m", str(file)], capture_output=True, check=False)
    if run.returncode != 0:
        raise Refused("minisign: the signature does not verify")
