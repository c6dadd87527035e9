# Prints each value of a JSON document on a line, after its place: ["items"][0]["name"] "Ada". Two documents are the
# same if these lines are, sorted: neither white space nor the order of keys counts. The exit status is 1 if the input is
# not JSON.
#
# awk reads as far as the next quote at a time, which is fast for documents of any size. What is outside of strings and
# what is inside take turns, so the input has to end with a line feed.

BEGIN {
  RS = "\""
  wanted = "value"
}

!isInside {
  readStructure($0)
  isInside = 1
  next
}

{
  if (!isContinued) beginString()
  # A quote after an odd number of backslashes is part of the string.
  match($0, /\\*$/)
  isContinued = RLENGTH % 2
  put(isContinued ? $0 "\"" : $0)
  if (!isContinued) {
    endString()
    isInside = 0
  }
}

END {
  exit isWrong || !isInside || depth > 0 || wanted != "end"
}

function readStructure(text,  count, i, c, word) {
  count = length(text)
  for (i = 1; i <= count; i++) {
    c = substr(text, i, 1)
    if (c ~ /[-+.0-9A-Za-z]/) word = word c
    else {
      if (word != "") scalar(word)
      word = ""
      if (c ~ /[[{]/) begin(c)
      else if (c ~ /[]}]/) end(c)
      else if (c ~ /[,:]/) separator(c)
      else if (c !~ /[ \t\r\n]/) isWrong = 1
    }
  }
  if (word != "") scalar(word)
}

# Takes what comes next, which is wrong if something else was wanted: "value", "key", ":", "," or "end".
function take(kind) {
  if (wanted != kind) isWrong = 1
}

# The place of a value that begins.
function place() {
  if (depth == 0) return ""
  return places[depth] "[" (kinds[depth] == "[" ? counts[depth]++ : key) "]"
}

# A number, true, false or null.
function scalar(word) {
  take("value")
  if (word !~ /^(true|false|null|-?[0-9][-+.0-9Ee]*)$/) isWrong = 1
  print place() " " word
  valueEnds()
}

function valueEnds() {
  isEmpty = 0
  wanted = depth == 0 ? "end" : ","
}

function begin(c,  here) {
  take("value")
  here = place()
  depth++
  kinds[depth] = c
  places[depth] = here
  counts[depth] = 0
  isEmpty = 1
  wanted = c == "[" ? "value" : "key"
}

function end(c) {
  if (!isEmpty) take(",")
  if (kinds[depth] c !~ /^(\[\]|\{\})$/) isWrong = 1
  if (isEmpty) print places[depth] " " kinds[depth] c
  if (depth > 0) depth--
  valueEnds()
}

function separator(c) {
  take(c)
  wanted = c == "," && kinds[depth] == "{" ? "key" : "value"
}

function beginString() {
  isKey = wanted == "key"
  if (isKey) key = ""
  else {
    take("value")
    printf "%s ", place()
  }
  put("\"")
}

function endString() {
  put("\"")
  if (isKey) {
    isEmpty = 0
    wanted = ":"
  } else {
    print ""
    valueEnds()
  }
}

function put(text) {
  if (isKey) key = key text
  else printf "%s", text
}
