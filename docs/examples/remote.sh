#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Watches every Nu Scaler filter and source of a running OBS: a line for each, every second. One that upscales fewer
# than FPS frames a second gets the technology that costs least on this machine, as a short benchmark has found.
#
#   remote.sh [FPS [TIMES]]     FPS: 30 if not given; TIMES: how often to look, without end if not given
#
# Needs jq, and remote.py beside it with what that needs; PYTHON names the Python to run it with.
set -eu

fps=${1:-30}
times=${2:--1}
python=${PYTHON:-python3}
remote="$(dirname "$0")/remote.py"

if ! bench=$("$python" "$remote" bench); then
    # What kept it from being asked for, remote.py has said itself.
    echo "$bench" | jq --raw-output '"error: " + .error' >&2
    exit 1
fi
cheapest=$(echo "$bench" | jq --raw-output '[.results[] | select(.median_ms)] | min_by(.median_ms).technology // empty')
if [ -z "$cheapest" ]; then
    echo "error: nothing could be measured" >&2
    exit 1
fi
echo "costs least: $cheapest"

while [ "$times" -ne 0 ]; do
    instances=$("$python" "$remote" list)
    echo "$instances" | jq --raw-output '.instances[] |
        "\(.source)\(if .filter then " / " + .filter else "" end): \(.status.state), " +
        "\(.status.technology // "-"), \(.status.input) to \(.status.output), \(.status.fps // 0 | round) fps"'
    # What is to be changed, as one request a line.
    echo "$instances" | jq --compact-output --argjson fps "$fps" --arg cheapest "$cheapest" '.instances[] |
        select(.status.state == "upscaling" and .status.fps != null and .status.fps < $fps) |
        select(.settings.technology != $cheapest and .status.technology != $cheapest) |
        {source, filter, settings: {technology: $cheapest}}' |
        while read -r request; do
            "$python" "$remote" set "$request" >/dev/null && echo "too slow, now $cheapest: $request"
        done
    times=$((times - 1))
    [ "$times" -eq 0 ] || sleep 1
done
