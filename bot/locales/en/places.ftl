# Groups, forums, channels, inline mode; answers that are awaited as messages.

answer-by-reply = Reply to this message: in a group the bot reads only commands and replies to it.
onboarding-words = You can also simply write: <i>Talgar district, schools 19:00</i>
onboarding-place-only = Only { $place }
button-look-first = Look first
mutes-ask-word = Write a word, and news with it will not be shown. It is found in all its forms.
mutes-too-many = { $count } words are muted already, and there is no room for more: take one of them back.
button-mute-word = ➕ Word
preview-note = This is what would have come in the past 24 hours
preview-note-week = This is what would have come in the past week

channel-card = <b>{ $name }</b>
    { $count ->
        [0] The channel is connected. Choose what it should write about.
        [one] The channel is connected and has { $count } subscription.
       *[other] The channel is connected and has { $count } subscriptions.
    }
channel-gone = This channel is no longer connected. To connect it: /link @channel
channel-subscribed = <b>The channel is subscribed:</b> { $what }, { $when }. Settings are in a private chat with the bot: /link { $name }

inline-more = Open the bot
inline-none = Nothing was found. Open the bot
inline-too-often = Too often. Wait a minute
