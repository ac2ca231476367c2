CREATE TABLE `freshness` (
	`id` text PRIMARY KEY NOT NULL,
	`epoch` integer NOT NULL,
	`day` text NOT NULL,
	`note` text NOT NULL,
	`signature` text NOT NULL
) WITHOUT ROWID;
