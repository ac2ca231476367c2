CREATE TABLE `begun` (
	`day` text PRIMARY KEY NOT NULL,
	`texts` integer NOT NULL,
	`files` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `served` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation` text NOT NULL,
	`epoch` integer NOT NULL,
	`keyring` text NOT NULL
) WITHOUT ROWID;
