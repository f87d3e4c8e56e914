"""Answers `aws` by the AWS CLI's own code: each call is a fork of one process that has loaded it, which takes some ten milliseconds
instead of half a second. Prints a line when it accepts calls, and ends when its input ends.
"""
import json
import os
import select
import signal
import socket
import sys

from awscli.clidriver import create_clidriver

CLIENT = """#!%s -ISE
import json, os, socket, sys
aws = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
aws.connect(%r)
call = [sys.argv[1:], os.getcwd(), dict(os.environ)]
socket.send_fds(aws, [json.dumps(call).encode()], [0, 1, 2])
sys.exit((aws.recv(1) or b"\\xff")[0])
"""


def loaded(services):
    """The CLI, with what its calls would each read anew."""
    driver = create_clidriver()
    loader = driver.session.get_component("data_loader")
    for data in ("endpoints", "partitions", "sdk-default-configuration"):
        loader.load_data(data)
    for service in services:
        loader.load_service_model(service, "service-2")
        loader.load_service_model(service, "endpoint-rule-set-1")
    return driver


def call(driver, commands, arguments):
    if arguments and arguments[0] in commands:
        commands[arguments[0]](*arguments[1:])
        return 0
    return driver.main(arguments)


def forked(driver, commands, connection, message, fds):
    """What the fork does: one call."""
    code = 255
    try:
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
        arguments, directory, environment = json.loads(message)
        os.chdir(directory)
        os.environ.clear()
        os.environ.update(environment)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        code = call(driver, commands, arguments) or 0
    except SystemExit as end:
        code = end.code or 0
    except Exception as problem:
        print("%s: %s" % (type(problem).__name__, problem), file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        connection.send(bytes([code & 255]))
        os._exit(0)


def answer(folder, services=("cloudformation", "iam", "sts"), commands={}):
    """Puts `aws` into a folder, and answers it. Commands are functions by their names, beside those of the CLI."""
    door = os.path.join(folder, "socket")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(door)
    listener.listen()
    driver = loaded(services)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    client = os.path.join(folder, "aws")
    with open(client, "w") as file:
        file.write(CLIENT % (sys.executable, door))
    os.chmod(client, 0o755)
    print("ready", flush=True)
    while listener in select.select([listener, 0], [], [])[0]:
        connection, _ = listener.accept()
        message, fds, _, _ = socket.recv_fds(connection, 1 << 20, 3)
        if os.fork() == 0:
            listener.close()
            forked(driver, commands, connection, message, fds)
        connection.close()
        for fd in fds:
            os.close(fd)


if __name__ == "__main__":
    answer(sys.argv[1])
