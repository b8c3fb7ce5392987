"""What lies on the disk: stores, batches, shards, generations, ledgers, backups."""
