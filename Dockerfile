# Claimdesk in a container: small, not root, on a read-only file system. The project lies in /data.
#   docker build -t claimdesk .
#   docker run --read-only --tmpfs /tmp -v claimdesk:/data -p 8377:8377 claimdesk
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /app \
 && /app/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .

FROM python:3.12-slim
RUN useradd --uid 1000 --create-home claimdesk && mkdir /data && chown claimdesk:claimdesk /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 1000
WORKDIR /data
VOLUME /data
EXPOSE 8377
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8377/healthz', timeout=4)"]
ENV CLAIMDESK_PROJECT=/data/project.db CLAIMDESK_PUBLIC_URL=""
# where backups go; empty for none
ENV CLAIMDESK_BACKUPS=""
ENV CLAIMDESK_ADMINISTRATOR="Administrator"
# makes the project and the folder for backups if they are not there yet, and prints the link for this administrator; "exec" hands the signal to stop to the server
CMD ["sh", "-c", "[ -f \"$CLAIMDESK_PROJECT\" ] || { annotator init \"$CLAIMDESK_PROJECT\" && annotator user invite \"$CLAIMDESK_PROJECT\" \"$CLAIMDESK_ADMINISTRATOR\" --role administrator ${CLAIMDESK_PUBLIC_URL:+--public-url \"$CLAIMDESK_PUBLIC_URL\"}; }; [ -z \"$CLAIMDESK_BACKUPS\" ] || mkdir -p \"$CLAIMDESK_BACKUPS\"; exec annotator serve \"$CLAIMDESK_PROJECT\" --host 0.0.0.0 --port 8377 --no-browser ${CLAIMDESK_BACKUPS:+--backup \"$CLAIMDESK_BACKUPS\"} ${CLAIMDESK_PUBLIC_URL:+--public-url \"$CLAIMDESK_PUBLIC_URL\"}"]
