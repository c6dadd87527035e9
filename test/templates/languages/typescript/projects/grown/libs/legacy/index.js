// As CommonJS modules from before ES modules are.
const path = require('path');

exports.inCents = (amount) => Math.round(amount * 100);
exports.place = path.basename(__dirname);
