"""Usage: fill_bucket.py BUCKET NUMBER: puts objects into a bucket: versions, delete markers, and keys that a shell might misread."""

import os
import sys

import boto3

bucket, number = sys.argv[1], int(sys.argv[2])
odd_keys = ["a b+c%20&d=1.txt", "it's \"quoted\" \\ `here`", "$HOME/*", "-rf", "<a>&amp;</a>", "Grüße/日本 🎉", "a/b/"]

s3 = boto3.client("s3", region_name=os.environ["AWS_REGION"])
# As objects that were there before versioning: their version is null.
for key in odd_keys:
    s3.put_object(Bucket=bucket, Key=key)
s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
for key in odd_keys:
    s3.put_object(Bucket=bucket, Key=key)
    s3.delete_object(Bucket=bucket, Key=key)
for index in range(number):
    s3.put_object(Bucket=bucket, Key=f"in/{index}")
