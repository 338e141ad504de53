# syntax=docker/dockerfile:1

# Compiles with everything, then throws the tools away.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npx tsc -p . && node build/src/console-build/run.js && node build/src/gateway-build/run.js

# What the program needs and nothing else. The image works with the database of DATABASE_URL, so the private PostgreSQL stays out.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production \
    LIENTHONG_HOST=0.0.0.0 \
    LIENTHONG_PORT=8080 \
    LIENTHONG_DATA=/var/lib/lienthong
WORKDIR /app
RUN mkdir -p /var/lib/lienthong && chown node:node /var/lib/lienthong && ln -s /app/build/gateway/main.js /usr/local/bin/lienthong
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY config config
COPY certs certs
COPY src/web/soap/lienthong.wsdl src/web/soap/lienthong.xsd src/web/soap/
COPY --from=build /app/build build
# --version loads every verb: the image carries what Node compiles of them, kept by user; a running container reads it and cannot change it.
RUN chmod +x build/gateway/main.js && install -d -o node build/gateway/compiled && su node -c 'node build/gateway/main.js --version' && chown -R root build/gateway/compiled
USER node
VOLUME /var/lib/lienthong
EXPOSE 8080
# Longer than the work in hand may take to finish after SIGTERM: stop_grace_period in compose.yaml
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.LIENTHONG_PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "build/gateway/main.js"]
CMD ["serve"]
