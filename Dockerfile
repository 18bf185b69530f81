# Two stages: the first has a compiler and makes the environment, the second has neither compiler nor root.
# The file system may be read-only: what is written goes to /var/lib/clearway and /tmp.
FROM python:3.12-slim AS made
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/clearway
COPY requirements.lock ./
RUN /opt/clearway/bin/pip install --require-hashes -r requirements.lock
COPY . .
RUN /opt/clearway/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/clearway --create-home --shell /usr/sbin/nologin clearway
COPY --from=made /opt/clearway /opt/clearway
ENV PATH=/opt/clearway/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CLEARWAY_FOLDER=/var/lib/clearway \
    CLEARWAY_HOST=0.0.0.0
USER clearway
WORKDIR /var/lib/clearway
VOLUME /var/lib/clearway
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["clearway", "serve"]
