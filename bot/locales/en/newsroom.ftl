# The newsroom at work: editing stories, broadcasts, log, chats, figures, alerts.

newsroom-id = Story { $id } · editions { $editions } · outlets { $outlets }
newsroom-is-held = waits for approval
newsroom-is-hidden = hidden
newsroom-is-pinned = pinned
newsroom-is-reported = reported by a reader
newsroom-sent = Sent to { $count ->
    [one] { $count } chat
   *[other] { $count } chats
}
newsroom-no-region = No region
newsroom-ask-regions = Which regions does the story belong to? The first one marked is the main one.
newsroom-ask-topics = Which topics? The first one marked is the main one.
newsroom-ask-split = Which article is not about this event?
newsroom-ask-summary = Send the new summary: one or two sentences.
newsroom-ask-merge = Send the number of the story that this one should join.
newsroom-saved = Saved and logged. The next digests will obey.
newsroom-merged = Joined to story { $id }.
newsroom-split = The article is now story { $id }.
newsroom-resent = Queued: { $count }.
newsroom-usage = Write the number of a story: /story 1234, or forward it here. A story of your own: /story new
newsroom-checked = Noted: it is right.
newsroom-not-found = There is no story with this number.
button-approve = ✅ Approve
button-reject = Reject
button-right = ✓ It is right
button-fix-summary = Summary
button-merge = Merge
button-split = Split
button-hide = Hide
button-show = Show
button-pin = 📌 Pin
button-unpin = Unpin
button-resend = Send again

broadcast-ask = Send the message to broadcast: formatted text, or a picture with a caption.
broadcast-title = Broadcast
broadcast-audience = To: { $regions }. Languages: { $languages }. Chats: { $kinds }.
broadcast-any = all
broadcast-size = { $count ->
    [one] { $count } chat
   *[other] { $count } chats
}, about { $duration }.
broadcast-cost = Cost: { $stars } ⭐.
broadcast-ask-regions = To subscribers of which regions?
broadcast-ask-languages = To readers of which languages?
broadcast-ask-kinds = To which chats?
broadcast-confirm = <b>Send it?</b> What is sent cannot be taken back.
broadcast-planned = The broadcast is planned
broadcast-running = The broadcast is running
broadcast-paused = The broadcast is paused
broadcast-progress = Sent { $sent } of { $total } ({ $share }), failed { $failed }
broadcast-done = <b>The broadcast is finished.</b> Sent { $sent }, failed { $failed }.
broadcast-cancelled = <b>The broadcast was stopped.</b> Sent { $sent }, failed { $failed }, not sent { $left }.
kind-private = private chats
kind-group = groups
kind-supergroup = supergroups
kind-channel = channels
button-languages = Languages
button-kinds = Chats
button-show-preview = Show it
button-send = Send…
button-send-yes = Yes, send
button-stop = ⏹ Stop

log-title = Log of actions
log-empty = Empty so far.
errors-title = Errors
errors-none = No errors.
chats-title = Chats
chats-none = Nobody was found.
chat-since = With us since { $date }
chat-no-orders = No subscriptions.
chat-ask-ban = Ban { $name }? The bot will stop answering and sending news.
chat-banned = Banned.
chat-unbanned = No longer banned.
state-active = active
state-suspended = suspended
state-banned = banned
button-ban = Ban
button-unban = Unban

stats-title = Statistics of { $count ->
    [one] { $count } day
   *[other] { $count } days
}
stats-period = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
stats-subscribers = Subscribers: <b>{ $count }</b>, new { $new }, { $lost } lost
stats-kinds = Chats: { $items }
stats-languages = Languages: { $items }
stats-subscribed-regions = Subscribed to: { $items }
stats-deliveries = Delivered: <b>{ $delivered }</b>, failed { $failed }
stats-stories = Articles: <b>{ $count }</b>
stats-regions = Regions: { $items }
stats-topics = Topics: { $items }
stats-sources = Sources: { $items }

alert-source-failing = 🔴 The source <b>{ $name }</b> has not answered since { $since }: { $error }
alert-source-silent = 🟡 The source <b>{ $name }</b> is silent for longer than usual: last article { $ago }
alert-source-well = 🟢 The source <b>{ $name }</b> works again
alert-queue = 🔴 The queue stands still: { $count }, the oldest waiting for { $age }
alert-queue-well = 🟢 The queue moves again
alert-flood = 🟡 Telegram asks us to wait { $duration }: sending has slowed down
alert-flood-well = 🟢 Sending is back at its usual pace
alert-disk = 🔴 { $free } left on the disk. Make room, or news will no longer be stored
alert-disk-well = 🟢 There is enough room on the disk again
alert-backup = 🔴 The backup failed: { $error }
alert-backup-well = 🟢 The backup was made and checked
alert-renewal = 🟡 The settings or the vocabularies could not be read, the old ones stay: { $error }
alert-renewal-well = 🟢 Sources and vocabularies were read again
alert-error = 🟡 Error { $fingerprint } (×{ $count }): { $text }
