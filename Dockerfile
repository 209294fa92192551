# The program as an image: web, worker, beat and release are four commands of one (docker-compose.yml).

FROM python:3.13.16-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/production.txt requirements/
# Wheels only, each with the hash that the lock file knows: nothing is compiled, so nothing of a compiler comes along.
RUN python -m venv /venv \
 && /venv/bin/pip install --require-hashes --only-binary :all: -r requirements/production.txt
# They depend on the packages alone, so a change of the program neither makes them again nor changes the layer that holds them.
COPY search/dictionaries.py /tmp/
RUN /venv/bin/python /tmp/dictionaries.py
COPY manage.py gunicorn.conf.py ./
COPY network network
COPY practices practices
COPY search search
# What the settings ask for before they let anything run is named for this one command alone: collecting uses neither.
RUN SECRET_KEY=collecting DATABASE_URL=sqlite:///:memory: VAR_DIR=/tmp STATIC_ROOT=/app/static /venv/bin/python manage.py collectstatic --no-input \
 && /venv/bin/python -m compileall -q network practices search

FROM python:3.13.16-slim-trixie
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin network
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/static VAR_DIR=/var/lib/network
# With the services of docker-compose.yml only vectors are written there; an embedded index or SQLite would be too.
RUN install -d -o network -g network "$VAR_DIR" "$VAR_DIR/meaning"
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "network.wsgi"]
