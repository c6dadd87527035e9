exports.checksum = require('./build/Release/checksum.node').checksum;
