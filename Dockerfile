# An image with nothing in it but faultlint. Not tested: it was written where no image can be built.
#
#   docker build -t faultlint .
#   docker run --rm -v "$PWD:/work:ro" faultlint captures/

FROM swift:6.3-bookworm AS build
WORKDIR /faultlint
COPY . .
RUN script/build-static && mkdir /image && cp .build/static/release/faultlint /image/faultlint

FROM scratch
COPY --from=build /image/faultlint /faultlint
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/faultlint"]
