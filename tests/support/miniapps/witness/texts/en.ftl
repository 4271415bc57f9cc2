title = Witness
no = No
touch = Touch
spin = Spin
crash = Crash
refuse = Refuse
say-name = Say my name
later = Later
