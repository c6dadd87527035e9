#!/usr/bin/perl
# Stands in for AWS in `make test`: responds to a function's requests with what a file says. test_events.sh starts it.
#
#   perl aws_stand_in.pl PORT RESPONSES
#
# RESPONSES is the text of events/FUNCTION/aws_responses.txt. On each line: what is asked for, the status, and the body.
#
#   DynamoDB_20120810.Query 200 {"Items":[]}
#   POST /prod/@connections/Zx1kRdbUFiACEvg= 410 {"__type":"GoneException","message":"Gone"}
#
# What is asked for is the header X-Amz-Target, or else method and path. Any other request is an error. The log has
# what was asked for. Signatures are not checked.
use strict;
use warnings;
use IO::Socket::INET;

my ($port, $text) = @ARGV;
my %responses;
for (split /\n/, $text) {
    $responses{$1} //= [$2, $3] if /^([A-Z]+ \/\S*|[\w.]+)\s+(\d{3})\s*(.*)$/;
}

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 100, ReuseAddr => 1)
    or die "port $port: $@\n";
$| = 1;
$SIG{CHLD} = 'IGNORE';
$SIG{TERM} = $SIG{INT} = sub { exit };
print "ready\n";

# Clients keep connections open, and use several at once: each has a process of its own.
while (1) {
    my $client = $server->accept or next;
    my $process = fork // die "fork: $!\n";
    if ($process == 0) {
        1 while respond($client);
        exit;
    }
}

# Reads one request and writes the response. False at the end of the connection.
sub respond {
    my ($client) = @_;
    my $first = <$client> // return 0;
    my ($method, $path) = $first =~ /^([A-Z]+) ([^ ?]*)/ or return 0;
    $path =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;

    my %headers;
    while (defined(my $line = <$client>)) {
        last if $line =~ /^\r?\n$/;
        $headers{lc $1} = $2 if $line =~ /^([^:]+):\s*(.*?)\s*$/;
    }
    print $client "HTTP/1.1 100 Continue\r\n\r\n" if lc($headers{expect} // '') eq '100-continue';
    read $client, my $body, $headers{'content-length'} // 0;

    my $asked = $headers{'x-amz-target'} // "$method $path";
    print "asked for $asked\n";
    my ($status, $response) = @{ $responses{$asked} // [400, unexpected($asked)] };
    my $length = length $response;
    # API Gateway names the kind of an error in a header, DynamoDB in the body. The SDKs look at either.
    my $kind = $response =~ /"__type":"(\w+)"/ ? "X-Amzn-ErrorType: $1\r\n" : '';
    print $client "HTTP/1.1 $status Stand-in\r\nContent-Type: application/x-amz-json-1.0\r\n",
        "${kind}Content-Length: $length\r\n\r\n$response";
    return 1;
}

# An error as AWS writes it.
sub unexpected {
    my ($asked) = @_;
    $asked =~ s/([^ -~]|["\\])/sprintf '\\u%04x', ord $1/ge;
    return qq({"__type":"UnexpectedRequest","message":"expected a line for $asked in aws_responses.txt, found none"});
}
