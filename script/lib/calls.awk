# Reads what callgrind wrote, and prints who calls whom how often: "caller callee number", as lld's
# --call-graph-ordering-file takes it.
#
# A function is 'fn=(number) name' at its first mention and 'fn=(number)' later, one that it calls the same with 'cfn';
# behind that stands 'calls=' with how often.

FNR == 1 { split("", names) }

/^c?fn=/ {
  number = $0
  sub(/^c?fn=\(/, "", number)
  sub(/\).*/, "", number)
  name = $0
  if (sub(/^c?fn=\([0-9]+\) /, "", name)) {
    # Behind a function that calls itself is how deep.
    sub(/\047[0-9]+$/, "", name)
    names[number] = name
  }
  if (/^fn=/) caller = names[number]; else callee = names[number]
}

/^calls=/ {
  count = substr($1, 7)
  calls[caller, callee] += count
  all[caller]
  all[callee]
}

END {
  # What has no name in the program cannot be placed: whoever calls it calls what it calls most.
  for (call in calls) {
    split(call, ends, SUBSEP)
    if (!is_placed(ends[1]) && is_placed(ends[2]) && calls[call] > most[ends[1]]) {
      most[ends[1]] = calls[call]
      through[ends[1]] = ends[2]
    }
  }
  for (call in calls) {
    split(call, ends, SUBSEP)
    callee = is_placed(ends[2]) ? ends[2] : through[ends[2]]
    if (!is_placed(ends[1]) || callee == "") continue
    print ends[1], callee, calls[call]
    seen[ends[1]]
    seen[callee]
  }
  for (name in all) if (is_placed(name) && !(name in seen)) print "main", name, 1
}

function is_placed(name) { return name !~ /^0x| / }
