"""The commands of `onlineamt`, one file each: `run(arguments) -> exit code`."""
