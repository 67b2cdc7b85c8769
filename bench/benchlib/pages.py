"""The pages on a throttled phone, beside nginx serving the same files with the same compression."""

import glob
import json
import os
import shutil
import subprocess

from benchlib import web

ROUNDS = 5
SECONDS = 600

SITE = """worker_processes 2;
pid {dir}/nginx.pid;
error_log {dir}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    gzip_static on;
    include /etc/nginx/mime.types;
    client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
    uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
    server {{
        listen 127.0.0.1:{port};
        root {dir}/www;
        location / {{ try_files $uri /index.html; }}
        location ~ ^/(scenes|offices|rates|calendar|setup|words)($|/) {{ proxy_pass {service}; }}
    }}
}}
"""


class Site(web.Nginx):
    """nginx with the built pages; what is asked of the API goes to the service."""

    def __init__(self, folder, service, dist):
        self.service, self.dist = service, dist
        super().__init__(folder)

    def configure(self):
        shutil.copytree(self.dist, self.folder + "/www", dirs_exist_ok=True)
        for path in glob.glob(self.folder + "/www/**/*.br", recursive=True):
            os.remove(path)
        return SITE.format(dir=self.folder, port=self.port, service=self.service)


def measure(root, folder, service):
    site = Site(folder, service, root + "/web/dist")
    try:
        done = subprocess.run(
            ["node", root + "/bench/pages.mjs", str(ROUNDS), f"ours={service}",
             f"nginx=http://127.0.0.1:{site.port}"],
            capture_output=True, text=True, check=False, timeout=SECONDS)
    finally:
        site.close()
    if done.returncode != 0:
        raise RuntimeError(f"bench/pages.mjs: {done.stderr[-1500:]}")
    return json.loads(done.stdout.strip().split("\n")[-1])
