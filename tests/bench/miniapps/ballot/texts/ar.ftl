title = اقتراع
votes = الأصوات: { $count }
