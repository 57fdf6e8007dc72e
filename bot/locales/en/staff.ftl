# What only the staff reads beside the screens of admin.ftl and newsroom.ftl.

command-admin = Staff: add, remove
status-disk = { $free } free on disk
status-held = 🕓 Waiting for approval: { $count }
button-queue = 🕓 To approve ({ $count })

source-usage =
    <code>/source add address</code> — find the feed and add it
    <code>/source test name</code> — try it out
    <code>/source pause name</code>, <code>resume</code>, <code>remove</code>
    <code>/source title name New title</code>
    <code>/source region name Almaty Region</code>
    All sources: /sources
source-known = This source is there already.
source-fixed-by-file = The source stands in the settings file: the rest is changed there.
source-ask-title = What should “{ $name }” be called? Send the new title.
source-ask-region = Which region do articles of “{ $name }” belong to when the text names none?
source-ask-interval = How often should “{ $name }” be checked?
button-source-add = ➕ Add
button-source-region = Region
button-source-every = How often
button-source-mode = Text from
button-source-rename = Rename
trial-found = Feed found: { $name }
trial-tested = Tried out: { $name }
trial-none = There is no feed at { $address }. Send the address of the feed itself, usually …/feed/ or …/rss.
trial-failed = 🔴 It could not be read: { $reason }
trial-entries = Entries: { $count }. Languages: { $languages }.
trial-newest = Newest: { $moment }
trial-full = Text: whole in the feed.
trial-excerpts = Text: only the beginning in the feed, the rest will come from the pages.
trial-regions = Regions of the last { $count ->
    [one] article
   *[other] { $count } articles
}: { $items }
trial-no-regions = The last articles name no region. Give a local paper a default region.
trial-skipped = Unusable entries skipped: { $count }
trial-ask = Add this source?

newsroom-examples = Corrections for <code>aimaq evaluate</code>, lines: { $count }
newsroom-no-examples = Nobody has corrected regions or topics yet.
newsroom-released = Approved: the story is on its way to subscribers.
newsroom-rejected = Rejected: nobody will see the story.
newsroom-which = The message has several stories. Which one?
newsroom-own = Newsroom
newsroom-ask-write =
    Send the story in one message: the first line is the title, the text follows. A link can stand on a line of its own.
    The bot finds region and topics by itself; you check them before it leaves.
newsroom-write-again = A title on the first line and text below it are needed.
queue-title = Waiting for approval: { $count }
queue-reported = Reported by readers: { $count }
queue-empty = Nothing waits for approval

broadcast-cannot = A message of this kind cannot be copied. Send text, a picture, a video or a document.
broadcast-topics = Topics: { $topics }.
broadcast-ask-topics = To subscribers of which topics?
broadcast-variants = With its own text: { $languages }.
broadcast-links = Buttons: { $count }.
broadcast-at = Starts: { $moment }.
broadcast-ask-variant = Send the message for those who read this language: { $language }.
broadcast-ask-link = Send the button: its text and address, such as “More — https://example.kz”.
broadcast-link-again = That is no button. Text and address are needed: “More — https://example.kz”.
broadcast-ask-time = When should it start? For example 18:30 or 26.11 09:00.
broadcast-time-again = The time is not clear. For example 18:30 or 26.11 09:00.
button-link-add = ➕ Button
button-links-off = No buttons
button-at = At another time
button-at-off = Send at once

staff-title = Staff
staff-usage = Add: <code>/admin add @name editor</code>. Remove: <code>/admin remove @name</code>. A number does instead of a name.
staff-unknown = I do not know { $name }. Give an @name or a number.
staff-owner = { $name } is an owner: owners stand in the settings file.
role-owner = owner
role-editor = editor
role-invited = invited, an editor once they write to the bot
chat-owner = An owner of the bot cannot be banned.
preview-head = Trial digest: <b>{ $name }</b>. Matching stories: { $count }.

backup-begun = Copying the database…
backup-kept = The copy is ready and verified: { $size }. It is too large for Telegram and lies on the server: <code>{ $path }</code>
backup-failed = 🔴 The backup failed

stats-subscribed = Subscribers of the region: <b>{ $count }</b>
stats-feedback = Feedback: 👍 { $liked }, 👎 { $disliked }
stats-no-charts = Pictures are not set up: matplotlib is missing on the server (<code>pip install aimaq[charts]</code>).

alert-database = 🔴 The database does not answer: { $reason }
alert-database-well = 🟢 The database answers again
gigabytes = { $size } GB

log-story-correct = Story corrected
log-story-write = Story written
log-story-release = Approval of the story ended
log-story-checked = Story checked: it is right
log-story-reported = A reader reported the story
log-story-merge = Story merged
log-story-split = Story split
log-story-resend = Story sent again
log-source-add = Source added
log-source-remove = Source removed
log-source-paused = Source: pause
log-source-approval = Source: approval
log-source-full_text = Source: where the text is from
log-source-default_region = Source: region
log-source-poll_seconds = Source: seconds between readings
log-source-title = Source: title
log-broadcast-send = Broadcast confirmed
log-broadcast-pause = Broadcast paused
log-broadcast-resume = Broadcast resumed
log-broadcast-cancel = Broadcast stopped
log-staff-add = Editor added
log-staff-remove = Editor removed
log-staff-invite = Editor invited
log-staff-uninvite = Invitation withdrawn
log-staff-accept = Invitation accepted
log-chat-ban = Chat banned
log-chat-unban = Chat no longer banned
log-backup = Backup

log-field-regions = regions
log-field-topics = topics
log-field-hidden = hidden
log-field-pinned = pinned
log-field-summary = summary
log-field-title = title
log-field-into = into story
log-field-story = story
log-field-size = chats
log-field-languages = languages
log-field-kinds = kinds of chats
log-field-feed_url = feed
log-field-bytes = bytes
log-field-articles = articles kept
