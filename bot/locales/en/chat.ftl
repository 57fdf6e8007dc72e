# The conversation: first steps, subscriptions, settings, help, short answers.

onboarding-welcome = Hello! Which regions would you like news from?
onboarding-regions = News from which regions?
onboarding-chosen = Chosen: <b>{ $regions }</b>
onboarding-topics = All topics, or only some?
onboarding-when = When should it come?
onboarding-hours = Mark the hours when you like to read.
onboarding-done = <b>Done:</b> { $what }, { $when }.
onboarding-first-digest = Here is the news of the past 24 hours:
onboarding-no-news-yet = There was no news in the past 24 hours. It will come as soon as there is some.
onboarding-location = Press the button below: your place tells us the region. The place itself is not kept. Or just write the name of a town or district.
onboarding-place-found = 📍 { $place } → <b>{ $region }</b>
onboarding-place-unknown = This place is outside Kazakhstan, or we do not know it. Choose a region from the list.

schedule-instant = as soon as it is out
schedule-times = { $days } at { $times }
schedule-weekly = weekly review: { $days } at { $times }

home = <b>What would you like to see?</b> You can simply ask: “what is new in Almaty Region about schools this week”.
home-no-subscriptions = <b>No subscriptions yet.</b> Make the first one, or simply ask: “what is new in Shymkent this week”.

subscriptions-title = Subscriptions
subscriptions-none = None yet. A digest of your regions and topics can come at the time that suits you.
subscription-paused = Paused
subscription-paused-until = Paused until { $date }
subscription-without = Without the words: { $words }
subscription-items = { $count ->
    [one] Up to { $count } story in a digest
   *[other] Up to { $count } stories in a digest
}
subscription-at-least = Only with at least { $count } stories
subscription-next = Next digest: { $moment }
subscription-words = Now: { $words }
subscription-ask-regions = Which regions?
subscription-ask-topics = Which topics?
subscription-ask-hours = At which hours?
subscription-ask-days = On which days?
subscription-ask-at-least = Send it only with at least so many stories:
subscription-ask-words = Write words separated by commas, and only news with them will come. A minus excludes: <i>water, -football</i>. Words are found in all their forms.
subscription-ask-name = Write a name for this subscription.
subscription-ask-pause = Pause for how long? What you miss comes afterwards as one digest.
subscription-ask-delete = Delete the subscription <b>{ $name }</b>?
subscription-deleted = The subscription is deleted.
subscription-changed = Saved.
subscription-exists = You have this subscription already.
subscription-preview = This is what would have come in the past 24 hours:
subscription-preview-none = Nothing would have come for this subscription in the past 24 hours.
subscription-preview-none-week = Nothing would have come for this subscription last week.
subscription-limit = A chat can have no more than { $count } subscriptions. Delete one, or add regions and topics to one that you have.

settings-title = Settings
settings-line-language = Language: { $value }
settings-line-zone = Time zone: { $value }
settings-line-news = News languages: { $value }
settings-line-quiet = Quiet hours: { $value }
settings-line-layout = Digest layout: { $value }
settings-line-items = Stories in a digest: { $value }
settings-line-mutes = Muted: { $value }
settings-lang = Language
settings-zone = Time zone
settings-news = News languages
settings-quiet = Quiet hours
settings-layout = Digest layout
settings-items = How many stories
settings-mutes = Muted
settings-ask-language = Which language shall we speak?
settings-ask-zone = By which clock should news come?
settings-ask-news = In which languages may news come? Where a story has several, you see yours and a link to the other.
settings-ask-layout = How should a digest look?

    <b>Classic</b> can be read in every Telegram. <b>Folding</b> puts regions and topics into one message that unfolds, but older versions of Telegram do not show it. If you cannot see the digest, send /settings and go back to classic.
settings-ask-items = How many stories in one digest? The rest is always behind the button “more”.
settings-ask-quiet = Nothing comes in quiet hours. What has gathered comes in the morning as one digest.
settings-ask-quiet-from = Quiet from what hour?
settings-ask-quiet-until = Quiet from { $start }. Until what hour?
settings-ask-passing = What should reach you even in quiet hours?
settings-ask-mutes = These stay out of your digests. Press one to take it back.
settings-no-mutes = Nothing is muted. The button 👎 below a digest mutes a topic.
layout-classic = Classic
layout-rich = Folding
quiet-none = none
quiet-with-passing = { $span }, except: { $topics }
quiet-usage = Write, for example: /quiet 22:00-07:00. To switch them off: /quiet off
mutes-none = nothing
muted-topic = { $topic }: muted. You can take it back in the settings.
muted-undone = { $name }: shown again.
feedback-thanks = Thank you!

button-next = Next →
button-back = ‹ Back
button-back-to-list = ‹ Back to the list
button-home = ☰ Menu
button-close = Close
button-ready = Done ✓
button-yes = Yes
button-no = Cancel
button-location = 📍 By location
button-send-location = 📍 Send my location
button-at-once = At once
button-other-time = Other…
button-change = Change
button-share-choice = Share this selection
button-digest-now = 📰 Digest now
button-subscriptions = 🔔 Subscriptions
button-subscriptions-count = 🔔 Subscriptions: { $count }
button-regions = 📍 Regions
button-topics = 🏷 Topics
button-saved = 🔖 Saved
button-settings = ⚙️ Settings
button-help = ❓ Help
button-new-subscription = ➕ New subscription
button-words = 🔤 Words
button-no-words = Clear the words
button-name = ✏️ Name
button-hours = 🕗 Hours
button-days = 📅 Days
button-items = How many stories
button-at-least = At least…
button-as-digest = As a digest
button-weekly = Once a week
button-daily = By days
button-preview = 👁 Preview
button-pause = ⏸ Pause
button-resume = ▶️ Resume
button-delete = 🗑 Delete
button-pause-1d = Until tomorrow
button-pause-7d = For a week
button-pause-30d = For a month
button-pause-on = Until I resume
button-quiet-off = No quiet hours
button-quiet-passing = What may pass at night
button-export = My data
button-forget = Delete everything
button-forget-yes = Yes, delete everything
button-all-commands = All commands
button-privacy = About data

help = <b>News from Kazakhstan’s regions: brief and on time.</b>

    Ask in your own words:
    • <i>what is new in Almaty Region about schools this week</i>
    • <i>Shymkent, sport, yesterday</i>

    Subscribe in one line:
    • /subscribe Zhetisu, education 08:00 19:00
    • /subscribe Almaty, incidents now
    • /subscribe Astana, roads -repairs on weekdays 07:30

    Russian, Kazakh and English all work. Buttons do the same.
help-admin = For the newsroom: /status, /stats, /sources, /story, /broadcast, /log
help-group = <b>News from the regions in this chat.</b>

    • /digest: the digest now
    • /region Shymkent, /topic sport, /search water
    • /subscribe Zhetisu, education 08:00
    • /subscriptions and /settings: for the chat’s admins

    I answer only commands and replies to my messages.
group-joined = Hello! I can bring news from Kazakhstan’s regions here. An admin only needs to write, for example: /subscribe Almaty Region 08:00
privacy = <b>What we keep</b>
    The chat’s number, language, time zone, subscriptions, settings, saved stories and your reactions. Digests that were sent: 30 days, so that they can be corrected.

    <b>What we do not keep</b>
    Your name, phone, location and what you write. A question is used only to answer it.

    Nothing is passed on. A file with your data: /export, delete everything: /forget.
forget-ask = Delete everything that we know about you: subscriptions, settings, saved stories, reactions? This cannot be undone.
forget-done = Everything is deleted: { $count ->
    [one] { $count } record
   *[other] { $count } records
}. To start again, send /start
export-caption = Everything that we keep about this chat.
export-sent = The file has been sent to you in private.
export-write-first = Such a file comes to a private chat only, and we have not met yet. Open a private chat with the bot, press “Start” and try again.
export-anonymous = Such a file comes to a private chat only. Ask again in your own name; a channel is managed from your private chat with the bot: /link
button-open-private = Open the private chat
welcome-back = Welcome back! Your subscriptions are still here.
welcome-back-suspended = Welcome back! Your subscriptions waited while the bot was stopped. Digests are coming again.

only-admins = Settings here are for the chat’s admins. You can get your own news in a private chat with the bot.
only-owners = Only the bot’s owners can do this.
stale-button = This button is out of date. Open the menu again: /start
too-often = That was too fast. Try again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
subscribe-usage = Write what should come and when: /subscribe Almaty Region, education 08:00
search-usage = Write what to look for: /search water in Shymkent

link-usage = Write: /link @channel. First make the bot an admin of the channel who may post.
link-not-found = The channel { $name } was not found. Check the name and add the bot to the channel.
link-bot-not-admin = The bot cannot post in { $name } yet. Make it an admin with the right “Post messages” and try again.
link-you-not-admin = Only an admin of { $name } can connect it.
link-done = The channel { $name } is connected. Now choose what it should write about.
forum-not-forum = Only groups with topics switched on have them: Group settings → Topics.
forum-no-right = The bot needs the right “Manage topics”. Grant it and repeat /forum
forum-ask = Topics for which regions?
topic-gone = A forum topic was closed or deleted, so its news comes here from now on: { $what }.

    If the topic is opened again, its news returns to it.
topic-gone-only = A forum topic was closed or deleted, so its news comes here from now on.
button-repair-topic = 🔧 Repair the topic
forum-done = Done: { $made ->
    [0] no new topics
    [one] { $made } new topic
   *[other] { $made } new topics
}{ $repaired ->
    [0] {""}
   *[other] , repaired: { $repaired }
}.

error-unexpected = Something went wrong, and we know about it. Please try again a little later.
error-usage = That does not work like this. Examples: /help
error-fetch = The site does not answer just now. We will try again by ourselves.
error-store = The database is out of reach. Please try again in a minute.
error-store-busy = The database is busy. Please try again in a few seconds.

settings-saved = Saved
quiet-set = Quiet hours: { $span }. What gathers comes afterwards as one digest.
quiet-off-done = Quiet hours are off.
forget-kept = Nothing was deleted.
cancelled = Cancelled.
not-understood = We could not tell which region or topic you mean. Try it like this: “Zhetisu, sport this week”.
error-not-text = Only text is understood here. Ask in words: “what is new in Shymkent”.
error-unknown-command = There is no such command. All commands: /help
error-misspelt-command = There is no such command. Did you mean { $command }?
you-are-welcome = You are welcome! Ask again whenever you like.
error-unknown-region = No region “{ $words }” was found. Choose from the list:
error-unknown-topic = No topic “{ $words }” was found. Choose from the list:
error-unknown-source = There is no source “{ $name }”. All sources: /sources
subscription-gone = This subscription is gone.
similar-none = There are no similar stories yet.

command-start = Begin: regions, topics, time
command-digest = The digest now
command-region = News from a region
command-topic = News on a topic
command-search = Find news by words
command-subscribe = Subscribe in one line
command-subscriptions = My subscriptions
command-settings = Language, quiet hours, layout
command-quiet = Quiet hours: 22:00-07:00
command-export = My data as a file
command-forget = Delete all my data
command-help = What the bot can do
command-privacy = What we keep
command-link = Connect a channel
command-forum = One topic per region
command-status = Is everything working
command-stats = Subscribers, deliveries, stories
command-sources = Sources
command-source = A source: add, pause, resume, remove, test
command-fetch = Check the sources now
command-preview = A trial digest of a chat
command-story = A story: why here, correct, hide
command-broadcast = A broadcast
command-chats = Find a chat
command-ban = Ban a chat
command-unban = Unban a chat
command-log = The log of actions
command-backup = A copy of the database
bot-description = News from Kazakhstan’s regions, brief and on time: only your regions and topics, when it suits you, in Russian and Kazakh. Press “Start”.
bot-short-description = Digests of regional news from Kazakhstan in Russian, Kazakh and English.
