# What the bot's admins see.

status-green = <b>Working</b> · { $uptime } · { $version }
status-yellow = <b>Working, but have a look</b> · { $uptime } · { $version }
status-red = <b>Needs attention</b> · { $uptime } · { $version }
status-sources = Sources { $well } of { $total } · last article { $last }
status-no-article = not yet
status-more-troubles = …and { $count } more
status-run = Run of { $at }: { $chats ->
    [one] { $chats } chat
   *[other] { $chats } chats
}, delivered { $delivered }, out of reach { $refused }, { $duration }
status-next-run = Next run: { $moment }
status-queue-empty = Queue empty · pace { $pace }/s · errors in the last hour { $errors }
status-queue = { $count } in the queue, the oldest waiting for { $age } · pace { $pace }/s · errors in the last hour { $errors }
status-undelivered = ⚠️ Unconfirmed { $unconfirmed }, set aside after an error { $quarantined }
status-size = Chats { $chats }, suspended { $suspended } · stories { $stories } · database { $size }
megabytes = { $size } MB

sources-title = Sources
sources-none = None yet. To add one: /source add address
source-failing = { $name }: { $error } since { $since } ({ $attempts ->
    [one] { $attempts } attempt
   *[other] { $attempts } attempts
}), next: { $next }
source-silent = { $name }: silent, last read { $ago }
source-now = now
source-no-article = no articles yet
source-state-green = working
source-state-yellow = silent
source-state-red = not answering
source-state-paused = paused
source-last = Last article: { $article }. Last read: { $success }
source-next = Next read: { $next }, every { $every }
source-mode = Text: { $mode }
source-mode-auto = from the feed or the page
source-mode-feed = from the feed only
source-mode-page = always from the page
source-region = Default region: { $region }
source-articles = Articles: { $count }
source-approval = Stories wait for an editor’s approval
source-of-file = Written in the config file: it can be paused, not removed from here.
source-ask-remove = Remove the source “{ $name }”? It has brought { $count ->
    [one] { $count } article
   *[other] { $count } articles
}.

button-fetch-all = Check the sources
button-sources = Sources
button-errors = Errors
button-stats = Statistics
button-status = Status
button-refresh = Refresh
button-source-fetch = Check now
button-source-test = Test
button-source-pause = ⏸ Pause
button-source-resume = ▶️ Resume
button-source-remove = 🗑 Remove
button-approval-on = Approve by hand
button-approval-off = No approval
button-keep-articles = Remove, keep articles
button-remove-articles = Remove with articles
button-edit-story = ✏️ Edit

fetched-title = Sources checked
fetched-line = { $name }: { $new } new, { $changed } changed
fetched-same = { $name }: nothing new
fetched-failed = { $name }: { $error }
fetched-none = Nothing to check: all sources are paused, or there are none.
