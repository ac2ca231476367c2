CREATE TABLE `closing` (
	`id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `submissions` ADD `expires` text;