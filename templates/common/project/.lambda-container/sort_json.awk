# Prints JSON in one form, so that equal values are equal text: without white space between values, and
# with the keys of objects in alphabetical order. Anything else than JSON is printed as it is.

BEGIN { RS = "\001" }
{
  json = $0
  at = 1
  isJson = 1
  sorted = value()
  skipBlanks()
  if (at <= length(json)) isJson = 0
  print isJson ? sorted : json
}

function skipBlanks() {
  while (substr(json, at, 1) ~ /^[ \t\r\n]$/) at++
}

# Steps over c, if it comes next.
function nextIs(c) {
  skipBlanks()
  if (substr(json, at, 1) != c) return 0
  at++
  return 1
}

function expect(c) {
  if (!nextIs(c)) isJson = 0
}

function value() {
  if (nextIs("{")) return object()
  if (nextIs("[")) return array()
  if (nextIs("\"")) return string()
  return word()
}

# The rest of a string, after its first quote.
function string(  start, c) {
  start = at - 1
  while ((c = substr(json, at++, 1)) != "\"" && c != "") if (c == "\\") at++
  if (c == "") isJson = 0
  return substr(json, start, at - start)
}

# A number, true, false or null.
function word(  start) {
  start = at
  while (substr(json, at, 1) ~ /^[-+.0-9A-Za-z]$/) at++
  if (at == start) isJson = 0
  return substr(json, start, at - start)
}

function array(  items) {
  if (nextIs("]")) return "[]"
  do items = items "," value(); while (isJson && nextIs(","))
  expect("]")
  return "[" substr(items, 2) "]"
}

function object(  members, count, member, i, text) {
  if (nextIs("}")) return "{}"
  do {
    expect("\"")
    member = string()
    expect(":")
    member = member ":" value()
    for (i = count++; i > 0 && members[i] > member; i--) members[i + 1] = members[i]
    members[i + 1] = member
  } while (isJson && nextIs(","))
  expect("}")
  for (i = 1; i <= count; i++) text = text "," members[i]
  return "{" substr(text, 2) "}"
}
