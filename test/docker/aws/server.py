"""A stand-in for S3, DynamoDB and the management API of API Gateway, which verifies signatures with botocore.

    server.py HOST OBJECTS [CERTIFICATE KEY]

Prints its port, then a line of JSON for each request. OBJECTS are those in S3, JSON of paths and contents. A connection
whose id starts with `gone` has status 410.
"""

import datetime
import http.server
import json
import re
import ssl
import sys
from urllib.parse import unquote

import botocore.auth
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import Session
from botocore.validate import ParamValidator

ID, SECRET, TOKEN = 'AKIDEXAMPLE', 'secret/with+signs', 'session/token=='

host, objects, *certificate = sys.argv[1:]
OBJECTS, TABLES = json.loads(objects), {}
DYNAMODB = Session().get_service_model('dynamodb')

AUTHORIZATION = re.compile(
    r'AWS4-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, '
    r'SignedHeaders=(?P<signed>[^,]+), Signature=[0-9a-f]{64}'
)


def signed_by_botocore(method, target, headers, body, scheme):
    """The service that the request is signed for, or None if the signature is not the one of botocore."""
    match = AUTHORIZATION.fullmatch(headers.get('Authorization', ''))
    if match is None or match['id'] != ID or headers.get('X-Amz-Security-Token') != TOKEN:
        return None
    request = AWSRequest(method, f'{scheme}://{headers["Host"]}{target}', data=body)
    for name, value in headers.items():
        if name.lower() in match['signed'].split(';'):
            # http.server decodes headers as Latin-1.
            request.headers.add_header(name, value.encode('latin-1').decode())
    time = datetime.datetime.strptime(headers['X-Amz-Date'], '%Y%m%dT%H%M%SZ')
    botocore.auth.get_current_datetime = lambda: time
    signer = S3SigV4Auth if match['service'] == 's3' else SigV4Auth
    signer(Credentials(ID, SECRET, TOKEN), match['service'], match['region']).add_auth(request)
    return match['service'] if request.headers['Authorization'] == headers['Authorization'] else None


def dynamodb(operation, call):
    """PutItem, DeleteItem, and Query of a room, two items a page. Their input has to be what botocore would send."""
    report = ParamValidator().validate(call, DYNAMODB.operation_model(operation).input_shape)
    if report.has_errors():
        raise ValueError(report.generate_report())
    table = TABLES.setdefault(call['TableName'], {})
    if operation == 'PutItem':
        table[key(call['Item'])] = call['Item']
        return {}
    if operation == 'DeleteItem':
        table.pop(key(call['Key']), None)
        return {}
    if operation == 'Query' and call['KeyConditionExpression'] == 'room = :room':
        start = key(call.get('ExclusiveStartKey', {}))
        room = call['ExpressionAttributeValues'][':room']['S']
        found = sorted(each for each in table if each[0] == room and each > start)
        page = [{name: table[each][name] for name in call['ProjectionExpression'].split(', ')} for each in found[:2]]
        keys = ('room', 'connectionId')
        more = {'LastEvaluatedKey': {name: table[found[1]][name] for name in keys}} if len(found) > 2 else {}
        return {'Items': page, 'Count': len(page), **more}
    raise ValueError(f'{operation} {call}')


def key(item):
    return tuple(item[name]['S'] for name in ('room', 'connectionId', 'id') if name in item)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def respond(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        service = signed_by_botocore(self.command, self.path, self.headers, body, SCHEME)
        status, response = self.answer(service, body)
        line = {'service': service, 'method': self.command, 'path': self.path, 'status': status, 'body': body.decode('utf-8', 'replace')}
        print(json.dumps({**line, 'connection': self.client_address[1]}), flush=True)
        self.send_response(status)
        self.send_header('Content-Length', str(len(response)))
        self.end_headers()
        self.wfile.write(response)

    def answer(self, service, body):
        if service is None:
            return 403, b'<Error><Code>SignatureDoesNotMatch</Code></Error>'
        if service == 's3':
            key = unquote(self.path)
            return (200, OBJECTS[key].encode()) if key in OBJECTS else (404, b'<Error><Code>NoSuchKey</Code></Error>')
        if service == 'dynamodb':
            operation = self.headers['X-Amz-Target'].removeprefix('DynamoDB_20120810.')
            try:
                return 200, json.dumps(dynamodb(operation, json.loads(body))).encode()
            except ValueError as error:
                return 400, json.dumps({'__type': 'ValidationException', 'message': str(error)}).encode()
        if service == 'execute-api':
            id = unquote(self.path.rpartition('/')[2])
            return (410, b'{"message":null}') if id.startswith('gone') else (200, b'')
        return 404, b''

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = respond

    def log_message(self, *_):
        pass


SCHEME = 'https' if certificate else 'http'
server = http.server.ThreadingHTTPServer((host, 0), Handler)
if certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
