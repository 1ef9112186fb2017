/** Queries to begin with, for what a form does not ask. All run on logs of both formats. */
export interface Sample {
  readonly name: string;
  readonly query: string;
}

export const samples: readonly Sample[] = [
  {
    name: "The slowest invocations",
    query: `fields coalesce(@duration, record.metrics.durationMs) as duration, coalesce(@requestId, record.requestId) as request
| filter ispresent(duration)
| sort duration desc
| display @timestamp, @log, request, duration
| limit 20`,
  },
  {
    name: "Cold starts by trigger",
    query: `fields coalesce(@initDuration, record.metrics.initDurationMs) as initialisation
| filter ispresent(initialisation)
| stats count(*) as starts, avg(initialisation) as average, max(initialisation) as longest by @log`,
  },
  {
    name: "Errors by type",
    query: `parse @message /"errorType":\\s*"(?<errorType>[^"]+)"/
| filter ispresent(errorType)
| stats count(*) as times by errorType, @log
| sort times desc`,
  },
  {
    name: "Invocations by trigger source",
    query: `parse @message /"triggerSource":\\s*"(?<source>[A-Za-z]+_[A-Za-z]+)"/
| filter ispresent(source)
| stats count(*) as times by source
| sort times desc`,
  },
  {
    name: "Time-outs",
    query: `fields @timestamp, @log, @logStream, @message
| filter @message like /Task timed out after|Status: timeout|"status":\\s*"timeout"/
| sort @timestamp desc
| limit 100`,
  },
];
