# Two stages: wheels are installed into a virtual environment, which alone goes into the small image, without pip.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv --without-pip /opt/aimaq
COPY requirements.lock ./
RUN pip --python /opt/aimaq/bin/python install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
RUN pip --python /opt/aimaq/bin/python install --no-deps .

FROM python:3.11-slim
RUN useradd --create-home --home-dir /data --uid 10001 aimaq
COPY --from=build /opt/aimaq /opt/aimaq
ENV PATH=/opt/aimaq/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    AIMAQ_DATABASE__URL=sqlite+aiosqlite:////data/aimaq.db \
    AIMAQ_WEB__HOST=0.0.0.0 \
    AIMAQ_WEB__PORT=8081
USER aimaq
WORKDIR /data
VOLUME /data
EXPOSE 8081
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8081/healthz', timeout=4)"]
ENTRYPOINT ["aimaq"]
CMD ["run"]
