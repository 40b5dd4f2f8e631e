# gclint in an image of its own:
#
#	docker build -t gclint .
#	docker run --rm -v "$PWD":/src:ro gclint payloads
#	pbpaste | docker run --rm -i gclint -
#
# pre-commit builds it for the hook gclint-docker.

FROM debian:bookworm-slim AS build
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
        autoconf autoconf-archive automake gcc libc6-dev \
        libcurl4-openssl-dev libjsmn-dev libpcre2-dev libssl-dev libtool \
        make pkg-config && \
    rm -rf /var/lib/apt/lists/*
WORKDIR /gclint
COPY . .
RUN autoreconf -i && \
    mkdir /out /gclint/image && \
    cd /gclint/image && \
    ../configure --prefix=/usr/local --disable-dependency-tracking && \
    make -j "$(nproc)" && \
    make install-strip DESTDIR=/out

FROM debian:bookworm-slim
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
        ca-certificates libcurl4 libpcre2-8-0 libssl3 && \
    rm -rf /var/lib/apt/lists/*
COPY --from=build /out/usr/local/bin /usr/local/bin
COPY --from=build /out/usr/local/libexec /usr/local/libexec
WORKDIR /src
USER 65534:65534
ENTRYPOINT ["gclint"]
