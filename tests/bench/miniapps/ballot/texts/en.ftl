title = Ballot
votes = Votes: { $count }
