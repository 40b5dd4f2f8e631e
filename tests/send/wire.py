"""The messages between gclint and gclint-send, as src/base/wire.h has them."""


def message(values):
    """Names and values, bytes or text, as one message."""
    out = bytearray()
    for name, value in values.items():
        data = value if isinstance(value, bytes) else str(value).encode()
        out += b"%s %d\n%s\n" % (name.encode(), len(data), data)
    return bytes(out + b"\n")


def messages(data):
    """All messages, as dictionaries of bytes; anything else is an error."""
    i, out, one = 0, [], {}
    while i < len(data):
        end = data.index(b"\n", i)
        if end == i:
            out.append(one)
            one, i = {}, i + 1
            continue
        name, size = data[i:end].decode("ascii").split(" ")
        start, stop = end + 1, end + 1 + int(size)
        assert data[stop:stop + 1] == b"\n", f"{name} does not end at {stop}"
        assert name not in one, f"{name} twice"
        one[name] = data[start:stop]
        i = stop + 1
    assert not one, f"the last message has no end: {one}"
    return out
