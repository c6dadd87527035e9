#!/bin/bash
# Says which processor it runs on.
handler() {
  printf '"%s"\n' "$(uname --machine)"
}
