# What readers see of the news: digests, stories, lists, answers to questions.

regions-count = { $count ->
    [one] { $count } region
   *[other] { $count } regions
}
stories-count = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}

digest-day = { $day }, { $part }
digest-week = weekly review, { $start }–{ $end }
digest-count-all = { $total ->
    [200] at least 200 stories
    [one] { $total } story
   *[other] { $total } stories
} { $period }
digest-count = { $total ->
    [200] at least 200 stories
    [one] { $total } story
   *[other] { $total } stories
} { $period }, { $shown ->
    [1] the main one below
   *[other] top { $shown } below
}
digest-corrected = Corrected after it was sent
digest-until = Updated at { $clock }
digest-nothing-new = Nothing new for your subscriptions yet. You can look at the latest from a region or topic.
digest-no-subscriptions = You have no subscriptions yet. Choose regions, and the digest will come by itself.
digest-rest = The rest of the digest
period-day = in 24 hours
period-week = in the past week
period-hours = in the last { $count ->
    [one] hour
   *[other] { $count } hours
}
period-days = in the last { $count ->
    [one] day
   *[other] { $count } days
}
block-country = Kazakhstan and the world
block-other = Other news
week-figures = The week in figures
table-region = Region
table-stories = Stories
table-change = Change

story-outlets = { $count ->
    [one] { $count } source
   *[other] { $count } sources
}
story-more-outlets = { $count ->
    [one] { $count } more source
   *[other] { $count } more sources
}
story-sources = Sources: { $sources }
story-corrected = corrected
story-withdrawn = withdrawn by the site
story-gone = This story is gone: its site withdrew it, or it is too old by now.
story-saved = Saved
story-unsaved = No longer saved
saved-title = Saved stories
saved-none = Stories that you save with 🔖 will be here.

why-title = <b>Why here?</b>
why-word = “{ $word }”
why-nothing = The text names neither a region nor a topic: it is general news.
why-corrected = An editor has checked region and topics.
why-reported = Thank you! The newsroom will check where this story belongs.

query-word = “{ $word }”
list-news = News
list-count = { $total ->
    [200] at least 200 stories
    [one] { $total } story
   *[other] { $total } stories
}
list-guessed = Shown for “{ $name }”, which is probably what you meant.
similar-title = Similar stories
span-today = today
span-yesterday = yesterday
span-week = in the past week
span-month = in the past month
span-ever = all time
nothing-found = { $period }: no stories for “{ $query }”.
nothing-wider = { $period }: { $count }.
nothing-nearby = { $where } { $period }: { $count }.
nothing-helps = Try other words, or subscribe and get the story as soon as it appears.
nothing-meant = Did you mean “{ $name }”?
menu-regions = News from which region?
menu-topics = News on which topic?

button-more = { $count } more
button-by-topic = By topic
button-mute-which = See less of what?
button-more-about = More about it
button-open = Open
button-in-full = More
button-less = Fold
button-similar = Similar
button-why = Why here?
button-unsave = Remove 🔖
button-share = Share
button-report-wrong = Report a mistake
button-subscribe = 🔔 Subscribe
button-meant = Yes, { $name }
button-period-today = Today
button-period-yesterday = Yesterday
button-period-week = Past week
button-period-month = Past month
button-period-all = All time
button-change-subscription = Change the subscription
