"""Writes vectors.json beside this file: requests, and how botocore signs them.

    pip install botocore==1.44.8
    python3 make_vectors.py && npx prettier --write vectors.json
"""

import base64
import datetime
import json
import pathlib
from urllib.parse import quote

import botocore
import botocore.auth
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import Session

assert botocore.__version__ == '1.44.8'

TIME = datetime.datetime(2026, 1, 2, 3, 4, 5)
ID, SECRET, TOKEN = 'AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', 'FwoGZXIvYXdzEXAMPLE//token+with/="'

botocore.auth.get_current_datetime = lambda: TIME


def case(name, service='dynamodb', method='GET', path='/', query=(), headers=(), body=b'', token=None):
    return dict(locals())


CASES = [
    case('no path, no query, no body'),
    case('a body', method='POST', body=b'{"TableName":"orders"}', headers=[('content-type', 'application/x-amz-json-1.0'), ('x-amz-target', 'DynamoDB_20120810.GetItem')]),
    case('a binary body', 's3', 'PUT', '/bucket/key', body=bytes(range(256))),
    case('a session token', token=TOKEN),
    case('a session token, S3', 's3', path='/bucket/key', token=TOKEN),
    case('spaces, plus and percent in a path', 'lambda', path='/a b/c+d/100%/%2F'),
    case('spaces, plus and percent in a path, S3', 's3', path='/bucket/a b/c+d/100%/%2F'),
    case('unicode in a path', 'execute-api', path='/prod/žluťoučký/日本/😀'),
    case('unicode in a path, S3', 's3', path='/bucket/žluťoučký/日本/😀'),
    case('an @ in a path', 'execute-api', 'POST', '/prod/@connections/Abc1d-Ef_GhIJkL=', body='žluť'.encode()),
    case('an @ in a path, S3', 's3', path='/bucket/me@example.com'),
    case('reserved characters in a path', 'execute-api', path="/!\"#$&'()*,:;<=>?[\\]^`{|}~-_."),
    case('reserved characters in a path, S3', 's3', path="/!\"#$&'()*,:;<=>?[\\]^`{|}~-_."),
    case('dots and repeated slashes in a path', 'execute-api', path='/a/./b/../c//d/'),
    case('dots and repeated slashes in a path, S3', 's3', path='/bucket/./b/../c//d/'),
    case('a path of nothing but dots and slashes', 'execute-api', path='/.././/../'),
    case('a path of slashes, S3', 's3', path='//'),
    case('control characters in a path, S3', 's3', path='/bucket/a\tb\nc\x7f'),
    case('query out of order', query=[('b', '2'), ('a', '1'), ('C', '3'), ('_', '4')]),
    case('repeated query', query=[('a', '2'), ('a', '10'), ('a', ''), ('a', '1')]),
    case('empty query names and values', query=[('list-type', ''), ('', 'x'), ('', '')]),
    case('a name that starts another', query=[('ab', '1'), ('a', '2'), ('a-', '3'), ('a b', '4')]),
    case('order after encoding', query=[('é', '1'), ('z', '2'), ('~', '3'), ('a/b', '4'), ('a:', '5')]),
    case('reserved characters in a query', 's3', path='/bucket', query=[('prefix', "in/a b+c&d=é?#@!'()*~"), ('continuation-token', '1+/=='), ('list-type', '2')]),
    case('spaces in headers', 's3', 'PUT', '/bucket/key', headers=[('x-amz-meta-a', '  two   words\t here '), ('x-amz-meta-b', ''), ('x-amz-acl', 'private')], body=b'x'),
    case('unicode in headers', 's3', 'PUT', '/bucket/key', headers=[('x-amz-meta-name', 'žluťoučký')], body=b'x'),
    case('repeated headers', 'execute-api', headers=[('x-custom', 'b'), ('x-other', '1'), ('x-custom', 'a'), ('x-custom', 'c, d')]),
    case('headers that are not signed', 'execute-api', headers=[('user-agent', 'test'), ('x-amzn-trace-id', 'Root=1'), ('expect', '100-continue'), ('accept', '*/*')]),
    case('headers out of order', 'sqs', 'POST', headers=[('x-b', '1'), ('x-a-b', '2'), ('x-a', '3'), ('accept', '4')]),
    case('DELETE', 'execute-api', 'DELETE', '/prod/@connections/a%3D'),
    case('HEAD', 's3', 'HEAD', '/bucket/key'),
    case('all at once', 's3', 'PUT', '/bucket/a b/ž@+%.txt', [('partNumber', '2'), ('uploadId', 'a+b/c=')], [('x-amz-meta-a', ' a  b ')], bytes(range(200, 256)), TOKEN),
]


def signed(case):
    path = quote(case['path'], safe='/-_.~')
    query = '&'.join(f'{quote(n, safe="-_.~")}={quote(v, safe="-_.~")}' for n, v in case['query'])
    host = f'{case["service"]}.eu-central-1.amazonaws.com'
    request = AWSRequest(case['method'], f'https://{host}{path}' + (f'?{query}' if query else ''), data=case['body'])
    for name, value in case['headers']:
        request.headers.add_header(name, value)
    auth = S3SigV4Auth if case['service'] == 's3' else SigV4Auth
    auth(Credentials(ID, SECRET, case['token']), case['service'], 'eu-central-1').add_auth(request)
    return {
        **case,
        'body': base64.b64encode(case['body']).decode(),
        'headers': [['host', host], *case['headers']],
        'expectedPath': path,
        'expectedQuery': query,
        'authorization': request.headers['Authorization'],
        'contentSha256': request.headers.get('X-Amz-Content-SHA256'),
    }


def client_path(service, operation, **parameters):
    """The path of a request, as a client of botocore encodes it."""
    session = Session()
    session.set_credentials(ID, SECRET)
    client = session.create_client(service, region_name='eu-central-1', endpoint_url='https://example.com')
    found = []

    def stop(request, **_):
        found.append(request.url)
        raise InterruptedError

    client.meta.events.register('before-send', stop)
    try:
        getattr(client, operation)(**parameters)
    except InterruptedError:
        pass
    return found[0].removeprefix('https://example.com').partition('?')[0]


# botocore does not encode the @ of the path, and accepts it encoded.
KEYS = ['a b+c%é@!"#$&\'()*,:;<=>?[\\]^`{|}~-_.', 'in/a//b/./c', '😀', '100%25']
PATHS = [
    *[{'segments': None, 'path': f'/bucket/{key}', 'expected': client_path('s3', 'head_object', Bucket='bucket', Key=key)} for key in KEYS],
    *[{'segments': ['@connections', id], 'path': None, 'expected': client_path('apigatewaymanagementapi', 'post_to_connection', ConnectionId=id, Data=b'').replace('@', '%40')} for id in ['Abc1d-Ef_GhIJkL=', 'a/b c']],
]

VECTORS = {
    'botocore': botocore.__version__,
    'time': [[TIME.year, TIME.month, TIME.day], [TIME.hour, TIME.minute, TIME.second]],
    'id': ID,
    'secret': SECRET,
    'region': 'eu-central-1',
    'requests': [signed(case) for case in CASES],
    'paths': PATHS,
}
target = pathlib.Path(__file__).with_name('vectors.json')
target.write_text(json.dumps(VECTORS, indent=1, ensure_ascii=False) + '\n')
