"""Runs cases against the stub: one line in, one line out."""

import json
import sys

import obtain_nonce as stub


def text(value):
    return str("" if value is None else value).replace("\n", " ").replace("\t", " ")


def line(*fields):
    print("\t".join(text(field) for field in fields), flush=True)


with open(sys.argv[1], encoding="utf-8") as cases:
    for case in cases.read().splitlines():
        kind, mode, site, timeout, at, nonce, *given = case.split("\t")
        values = dict(pair.replace("␊", "\n").split("=", 1) for pair in given)
        try:
            caller = getattr(stub, mode.replace("-", "_"))(**values)
            if kind == "obtain":
                site = getattr(stub.Site, site) if site.isupper() else site
                line("ok", stub.obtain(caller, site, timeout=int(timeout) / 1000))
                continue
            signed = stub.sign(caller, at=int(at), nonce=nonce or None)
            if kind == "show":
                line("shown", repr(caller), str(signed), f"{caller} {signed}", str(dir(signed)))
            else:
                line("signed", signed.signature, signed.expire_time, signed.nonce)
        except stub.ObtainError as error:
            line("error", error.step, error.status, error.code, error, " | ".join(error.help))
