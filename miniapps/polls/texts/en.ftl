### Polls

polls = Polls
poll = Poll
all-polls = All polls
open-now = Open now
closed-before = Closed
no-polls = No polls yet
no-polls-text = Ask the first question and watch the votes come in.
ask = Ask a question
your-turn = Your turn
you-voted = You voted
open = Open

new-poll = New poll
question = Your question
question-example = Where do we eat on Thursday?
options = Options
option = Option { $n }
option-example =
    { $n ->
        [1] The fish place
        [2] Barbecue outside
       *[other] Something else
    }
add-option = Add an option
options-full = Eight options are the most.
ends = Ends
ends-never = When I close it
ends-hour = In an hour
ends-day = In a day
ends-week = In a week
named = Show who voted for what
named-hint = Without it nobody knows who chose what, not even you.
publish = Publish the poll
poll-created = Your poll is out

question-missing = Write the question first.
options-few = A poll needs at least two options.
options-same = The same option is there twice.
name-needed = This poll shows names, so asking and voting need yours. If you change your mind, allow it under ••• → Permissions.
poll-gone = This poll is no longer there.
poll-is-closed = This poll has closed, so your vote was not counted.
share-poll = Share in a chat
share-denied = Without your permission the poll cannot be shared. You can allow it under ••• → Permissions.
not-yours = Only the person who asked can close a poll.

asked-at = Asked { $at }
asked-by = { $name }, { $at }
ends-at = Ends { $at }
closed-at = Closed { $at }
anonymous = Anonymous
with-names = With names
vote-hint = Tap an option to vote. You see the results once you have.
vote-counted = Your vote is counted
vote-changed = Your vote is changed
change-hint = Changed your mind? Tap another option.
your-vote = Your vote
share =
    { $count ->
        [0] { $percent }%
        [one] { $percent }% · { $count } vote
       *[other] { $percent }% · { $count } votes
    }
votes =
    { $count ->
        [0] No votes yet
        [one] { $count } vote
       *[other] { $count } votes
    }
winner =
    { $count ->
        [one] Winner: { $option }, with one vote
       *[other] Winner: { $option }, of { $count } votes
    }
tie = A tie, of { $count } votes
and-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }

close-poll = Close the poll
close-title = Close the poll now?
close-text = Nobody can vote after that; everybody keeps seeing the result.
poll-closed = The poll is closed
