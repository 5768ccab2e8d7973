-- For wrk: counts the answers of each version by the tenth of a second in which they came, and what failed.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  counts = {}
  failed = 0
  wrong = ""
  answered = 0
end

local clock = require("ffi")
clock.cdef("typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int, moment *);")
local now = clock.new("moment")

local function tenth()
  clock.C.clock_gettime(0, now)
  return string.format("%d", tonumber(now.seconds) * 10 + math.floor(tonumber(now.nanoseconds) / 100000000))
end

function response(status, headers, body)
  answered = answered + 1
  if answered % 1000 == 0 then
    io.stderr:write(answered, "\n")
  end
  local version = body:match("^(%w+)\n$")
  if status ~= 200 or version == nil then
    failed = failed + 1
    wrong = status .. " " .. body
    return
  end
  local key = tenth() .. " " .. version
  counts[key] = (counts[key] or 0) + 1
end

function done(summary, latency)
  local errors = summary.errors
  for _, thread in ipairs(threads) do
    for key, count in pairs(thread:get("counts")) do
      print("counted " .. key .. " " .. count)
    end
    print("wrong " .. thread:get("failed") .. " " .. thread:get("wrong"):gsub("%s+", " "))
  end
  print(string.format("sockets %d %d %d %d", errors.connect, errors.read, errors.write, errors.timeout))
  print(string.format("requests %d", summary.requests))
  print(string.format("latency %d %d %d", latency:percentile(50), latency:percentile(99), latency.max))
end
