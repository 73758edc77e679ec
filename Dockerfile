# The image is the static binary, the certificate authorities and a bill of
# materials: no shell, no package manager, nothing to write to. .ci/image
# carries out these steps where there is no container engine; it keeps them to
# paths below /src.
FROM golang:1.26.8-trixie AS build
ARG VERSION=unreleased
ENV CGO_ENABLED=0 GOFLAGS=-buildvcs=false GOTOOLCHAIN=local
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -trimpath -ldflags "-s -w -X main.release=$VERSION" -o out/nhslaw ./cmd/nhslaw
RUN cd deploy/check && go tool cyclonedx-gomod bin -json -noserial -notimestamp -version "$VERSION" -output ../../out/sbom.cdx.json ../../out/nhslaw

FROM scratch
ARG VERSION=unreleased
LABEL org.opencontainers.image.title="nhslaw" \
      org.opencontainers.image.description="Answers questions about NHS law reform in Slack and Discord, with the quotation and the citation" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/out/nhslaw /nhslaw
COPY --from=build /src/out/sbom.cdx.json /sbom.cdx.json
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s CMD ["/nhslaw", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/nhslaw"]
CMD ["serve"]
