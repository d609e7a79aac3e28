# The program alone: static, without a shell, as a user who owns nothing but the data folder.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /travaux ./cmd/travaux \
	&& install -d -m 0700 /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /travaux /travaux
COPY --from=build /src/LICENSE /src/NOTICE /
COPY --from=build --chown=nonroot:nonroot /data /var/lib/travaux
ENV TRAVAUX_ADDR=0.0.0.0:8080 \
	TRAVAUX_DATA_DIR=/var/lib/travaux \
	TRAVAUX_DATABASE_URL=sqlite:/var/lib/travaux/travaux.db \
	TRAVAUX_LOG=json
USER nonroot
VOLUME /var/lib/travaux
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s CMD ["/travaux", "doctor"]
ENTRYPOINT ["/travaux"]
CMD ["serve"]
