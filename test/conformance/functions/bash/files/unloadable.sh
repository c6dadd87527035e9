# shellcheck shell=bash
false
