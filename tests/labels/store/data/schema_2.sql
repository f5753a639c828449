BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'claimdesk','m0001_initial','2026-11-28 00:05:19.304041+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'claimdesk','m0002_seals','2026-11-28 00:05:19.304677+00:00');
CREATE TABLE alignment (            -- proposed pairs across outlets, a hint for reading
  a text not null references sentence(id),
  b text not null references sentence(id),
  score real not null,              -- 0..1
  primary key (a, b)
) strict, without rowid;
INSERT INTO "alignment" VALUES('efb2930e4293:2','be0e2708b8bb:1',1.0);
CREATE TABLE annotator (
  id text primary key,              -- a pseudonym: the log and the exports hold only this
  name text not null unique,
  created_at text not null
) strict;
INSERT INTO "annotator" VALUES('a3511f8b97f','Ana','2026-11-28T00:05:19.416483+00:00');
INSERT INTO "annotator" VALUES('a0dc7817968','Ben','2026-11-28T00:05:19.453908+00:00');
CREATE TABLE article (
  id text primary key,
  event text not null references event(id),
  outlet text not null,
  title text not null,
  byline text not null,
  published text not null,
  url text not null,
  language text not null,
  licence text not null,
  text text not null,               -- frozen; all offsets are code points into it
  sha256 text not null,             -- of the text in UTF-8
  source text not null,             -- file it was read from
  added_at text not null
) strict;
INSERT INTO "article" VALUES('be0e2708b8bb','ecd8661c09a4e','State News','Dam opens','','','','','','Dam opens
“We are ready,” Mayor Ida Holm said. The dam may open on Monday. It holds 4 million litres.','39f2fd57d7caa81b0d263cc71ec93de661b27f10fb19e16c08c08b26acde9df8','','2026-11-28T00:05:19.400163+00:00');
INSERT INTO "article" VALUES('efb2930e4293','ecd8661c09a4e','Daily Shout','Dam chaos','','','','','','Dam chaos
The dam will burst, experts fear. Mayor Ida Holm said the town was ready 👍🏽 é.','00302fedf8466dcbac4976086e52d74623a54323f1032c77d15d1829637dfb2e','','2026-11-28T00:05:19.400207+00:00');
CREATE TABLE codebook (             -- every version that was ever in use; comments of the file are kept
  hash text primary key,            -- SHA-256 of its content, without comments and layout
  id text not null,
  version text not null,
  toml text not null,
  added_at text not null
) strict;
INSERT INTO "codebook" VALUES('b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','small','7','id = "small"
version = "7"
title = "Small"

[[layer]]
id = "claim_type"
title = "Type"
measurement = "nominal"

[[layer.value]]
id = "event"
key = "1"
title = "Event"

[[layer.value]]
id = "state"
key = "2"
title = "State"

[[layer]]
id = "source"
title = "Source"
measurement = "entity"
','2026-11-28T00:05:19.305211+00:00');
CREATE TABLE decision (             -- append-only; see labels/store/ledger.py
  seq integer primary key autoincrement,
  uuid text not null unique,        -- made by the client
  action text not null,             -- shared by the decisions of one key press
  annotator text not null references annotator(id),
  target_kind text not null,        -- sentence, claim, source, group
  target text not null,
  sentence text not null,           -- of a sentence or claim, else ''
  article text not null,
  layer text not null,
  kind text not null,               -- set, clear, undo, adjudicate, migrate, accept
  base integer not null,            -- revision it was made against
  revision integer,                 -- revision it made; null: made against a stale one, so never current
  codebook text not null references codebook(hash),
  value text,                       -- JSON; null clears
  origin text not null,             -- human, automatic, accepted
  client text not null,             -- browser tab or import
  client_at text not null,          -- its clock; order is seq, never time
  server_at text not null,
  previous text not null,           -- hash of the decision before
  hash text not null,
  unique (annotator, target, layer, revision)
) strict;
INSERT INTO "decision" VALUES(1,'7a8b53ab-2e57-4705-927e-8defc99ad16a','54cfa4fe-2c71-44ea-b8f0-df5704cff07b','a3511f8b97f','source','s1','','be0e2708b8bb','name','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','{"article":"be0e2708b8bb","name":"Mayor"}','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.424491+00:00','','13d440308351bb1e5d2313a7f6ad111c0cf50b6ba72837fedf8b2646fcdf2cef');
INSERT INTO "decision" VALUES(2,'58f6ad92-9574-4146-9070-7ae9fdc373a0','54cfa4fe-2c71-44ea-b8f0-df5704cff07b','a3511f8b97f','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','content','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','[[10,46]]','automatic','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.424803+00:00','13d440308351bb1e5d2313a7f6ad111c0cf50b6ba72837fedf8b2646fcdf2cef','f9b16fe1658505c69f2e5c6a52d411eefac26a4f54227acd792b977e1cf77bcf');
INSERT INTO "decision" VALUES(3,'0360dc49-effc-4cec-8c05-109607b9b17f','54cfa4fe-2c71-44ea-b8f0-df5704cff07b','a3511f8b97f','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','claim_type','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"event"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.424875+00:00','f9b16fe1658505c69f2e5c6a52d411eefac26a4f54227acd792b977e1cf77bcf','8c53de2164c59f6138bd2d77cecc89fdfda27a3ecfa9cbde0a60bf1919de1658');
INSERT INTO "decision" VALUES(4,'91c2fe43-9e61-4ff8-9a8f-850a8229921d','54cfa4fe-2c71-44ea-b8f0-df5704cff07b','a3511f8b97f','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','source','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"s1"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.424921+00:00','8c53de2164c59f6138bd2d77cecc89fdfda27a3ecfa9cbde0a60bf1919de1658','b9c626e02a0050f809e8a8759cf63faf041a5d84707b51ad15fbc6b7e03d3994');
INSERT INTO "decision" VALUES(5,'30bcd030-68fc-4310-ba57-29d4f973efd7','3faff335-cfa0-4446-a994-e9bd8d154d11','a3511f8b97f','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','claim_type','set',1,2,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"state"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.437113+00:00','b9c626e02a0050f809e8a8759cf63faf041a5d84707b51ad15fbc6b7e03d3994','05ab92c584754199cc4e4be3563461187d973035a5148b89f46012d29ac5fb47');
INSERT INTO "decision" VALUES(6,'0cc8e9a7-11ca-42b6-8832-4cb0a0c330f9','9148d113-d884-4c4c-a96c-c8236309d31f','a3511f8b97f','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','claim_type','set',1,NULL,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"event"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.439115+00:00','05ab92c584754199cc4e4be3563461187d973035a5148b89f46012d29ac5fb47','e9060c46f06647c19872e1828508019122a0d2a17ea478754795c75bcf147fce');
INSERT INTO "decision" VALUES(7,'fb192423-b393-4716-842b-cd10ae25dd3b','f3ac157b-dad4-4f60-8478-7275a747f1c4','a3511f8b97f','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','unsure','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"“why” ¿\n"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.446232+00:00','e9060c46f06647c19872e1828508019122a0d2a17ea478754795c75bcf147fce','335aece2bcd30e097746e5ef7e7e5c08e4a539e3b7684c2841dbe043c0366468');
INSERT INTO "decision" VALUES(8,'b58425e2-bdf6-428f-ad39-f58169d4a1e9','f9ca2850-8689-45ad-941f-cfd2217fe52a','a3511f8b97f','sentence','be0e2708b8bb:1','be0e2708b8bb:1','be0e2708b8bb','unsure','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','""','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.447434+00:00','335aece2bcd30e097746e5ef7e7e5c08e4a539e3b7684c2841dbe043c0366468','d06cfff340d4aedc666d1c5df59623718b7dcd23a1df2d945d3aec66fdcd96a3');
INSERT INTO "decision" VALUES(9,'8ecfbd3c-1148-4dd4-909b-94d902bb8536','8e11e603-78a3-4950-ae9e-91535f9079f1','a3511f8b97f','sentence','be0e2708b8bb:2','be0e2708b8bb:2','be0e2708b8bb','note','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"x"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.448766+00:00','d06cfff340d4aedc666d1c5df59623718b7dcd23a1df2d945d3aec66fdcd96a3','3981f4c4b5f8f9ab9cda77323b41fdf318db76989f5f3f01c338ac71a9537349');
INSERT INTO "decision" VALUES(10,'4f285738-b5dd-4450-9190-ec31d146d4cd','251d919f-e69e-495c-b1aa-a585956b673e','a3511f8b97f','sentence','be0e2708b8bb:2','be0e2708b8bb:2','be0e2708b8bb','note','undo',1,2,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f',NULL,'human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.449793+00:00','3981f4c4b5f8f9ab9cda77323b41fdf318db76989f5f3f01c338ac71a9537349','d19e0cfc36e3235137604fbd416723ff8cc06a66a866ad8e09247bd7017b4f33');
INSERT INTO "decision" VALUES(11,'ad6a73c3-d870-4b4c-b87a-ea005ba789de','a4939e33-cfe7-4f20-b882-f53a04c71a79','a3511f8b97f','sentence','be0e2708b8bb:2','be0e2708b8bb:2','be0e2708b8bb','state','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"done"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.451000+00:00','d19e0cfc36e3235137604fbd416723ff8cc06a66a866ad8e09247bd7017b4f33','e133d12f923cdd91ef1be5c837f41487eb084c575b1b95d0df2138b8d0a6f510');
INSERT INTO "decision" VALUES(12,'b6729c36-1f69-4d4c-8f93-80912836df33','3c1297d0-cdb1-41a2-ab84-2ede27e9298d','a0dc7817968','source','s1','','be0e2708b8bb','name','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','{"article":"be0e2708b8bb","name":"Mayor"}','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.464965+00:00','e133d12f923cdd91ef1be5c837f41487eb084c575b1b95d0df2138b8d0a6f510','32b25c3615b3bbde032e6fbbc3234abc093cd93d3946764f93b96c29d16c9bf2');
INSERT INTO "decision" VALUES(13,'bf9ce000-2be1-418b-a3a3-5f5cecda1cf3','3c1297d0-cdb1-41a2-ab84-2ede27e9298d','a0dc7817968','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','content','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','[[10,46]]','automatic','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.465069+00:00','32b25c3615b3bbde032e6fbbc3234abc093cd93d3946764f93b96c29d16c9bf2','5d8d30e63104dd2649181998d84eeaa18600e1407ba0f8eb03907194a99c7050');
INSERT INTO "decision" VALUES(14,'f483f872-be45-495c-8ce6-fdea988f7289','3c1297d0-cdb1-41a2-ab84-2ede27e9298d','a0dc7817968','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','claim_type','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"event"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.465138+00:00','5d8d30e63104dd2649181998d84eeaa18600e1407ba0f8eb03907194a99c7050','ab2d73c03ef2395bb868e2afe7d3310123db99526a631f01dc2baba1f2025805');
INSERT INTO "decision" VALUES(15,'c5b025be-2150-40cc-b194-7285de87aed3','3c1297d0-cdb1-41a2-ab84-2ede27e9298d','a0dc7817968','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','source','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"s1"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.465182+00:00','ab2d73c03ef2395bb868e2afe7d3310123db99526a631f01dc2baba1f2025805','e5ef3e4cfe4f410e8a1b0338f8dd52a816405557ade3bdf3e1b203a8866a6bfc');
INSERT INTO "decision" VALUES(16,'eedf1e68-e263-4e20-a1eb-fadfac23b9c4','404be448-e5e8-4672-9bc5-f6045adbd67a','a0dc7817968','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','claim_type','set',1,2,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"state"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.466531+00:00','e5ef3e4cfe4f410e8a1b0338f8dd52a816405557ade3bdf3e1b203a8866a6bfc','f72fed2768c445492f3eea07de876f9c87a2d4f516f2c2baead2792263607083');
INSERT INTO "decision" VALUES(17,'e486f2db-86f2-48ad-a4c6-d6b7d540cb09','ee24041e-6e4e-4f50-8e0d-f446a5cb356f','a0dc7817968','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','claim_type','set',1,NULL,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"event"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.469926+00:00','f72fed2768c445492f3eea07de876f9c87a2d4f516f2c2baead2792263607083','353684d944a6803dc57165fd1935d77f34ca6783ba36b0aea59f7d7d44222db9');
INSERT INTO "decision" VALUES(18,'b68da3d8-22d0-4cff-aa5b-4b1afb651623','d2932559-4fa7-4fc1-9e83-1a7095107215','a0dc7817968','claim','be0e2708b8bb:1.1','be0e2708b8bb:1','be0e2708b8bb','unsure','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"“why” ¿\n"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.471017+00:00','353684d944a6803dc57165fd1935d77f34ca6783ba36b0aea59f7d7d44222db9','227c94b771d8368623d459f0f5f2b3456e5355ae6367e5be6e89e635099be187');
INSERT INTO "decision" VALUES(19,'dd781f8b-86c1-4f69-b01a-c7b573cbb301','d9d85f97-9d7b-4d12-a7db-1cff072a8f77','a0dc7817968','sentence','be0e2708b8bb:1','be0e2708b8bb:1','be0e2708b8bb','unsure','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','""','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.474820+00:00','227c94b771d8368623d459f0f5f2b3456e5355ae6367e5be6e89e635099be187','e677721e6b61cb5e0aaff8b7300a061d98543fb554713a38919820c8be2ad6b5');
INSERT INTO "decision" VALUES(20,'8b978bb1-d567-4480-a781-683b64a2969f','2103b2b5-4ed9-493b-8602-5c55329ec902','a0dc7817968','sentence','be0e2708b8bb:2','be0e2708b8bb:2','be0e2708b8bb','note','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"x"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.478089+00:00','e677721e6b61cb5e0aaff8b7300a061d98543fb554713a38919820c8be2ad6b5','f31a2c9fc647819aeba9186180bd588da66b694cdcbfd7790e87a65186104119');
INSERT INTO "decision" VALUES(21,'71cd4b0a-c608-499a-8948-399697f14633','e46da2f2-a0ec-4067-a91d-e145d770f2a6','a0dc7817968','sentence','be0e2708b8bb:2','be0e2708b8bb:2','be0e2708b8bb','note','undo',1,2,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f',NULL,'human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.482953+00:00','f31a2c9fc647819aeba9186180bd588da66b694cdcbfd7790e87a65186104119','62b8c92aa84f7b5b7b0ac58b56203afb03c6d8bbac05adc29d5d823a95efaf66');
INSERT INTO "decision" VALUES(22,'930d6a7f-25f2-4ad1-8706-63b0b225296d','cb1cf2a5-7957-46b6-9c8d-c1b1bc0655dd','a0dc7817968','sentence','be0e2708b8bb:2','be0e2708b8bb:2','be0e2708b8bb','state','set',0,1,'b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f','"done"','human','tab','2026-09-07T09:00:00.123Z','2026-11-28T00:05:19.486327+00:00','62b8c92aa84f7b5b7b0ac58b56203afb03c6d8bbac05adc29d5d823a95efaf66','89897576f43d036525e94bf401c43e6490bfd6283816434e79d4f4938c50707e');
CREATE TABLE event (
  id text primary key,
  name text not null unique,
  position integer not null unique  -- order of reading, by import
) strict;
INSERT INTO "event" VALUES('ecd8661c09a4e','Dam',0);
CREATE TABLE label (                -- the current labels: the fold of decision
  annotator text not null references annotator(id),
  target text not null,
  layer text not null,
  target_kind text not null,
  sentence text not null,
  article text not null,
  value text,                       -- text as it is, all else JSON; null: cleared
  revision integer not null,
  seq integer not null references decision(seq),
  primary key (annotator, target, layer)
) strict, without rowid;
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:1','unsure','sentence','be0e2708b8bb:1','be0e2708b8bb','',1,19);
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:1.1','claim_type','claim','be0e2708b8bb:1','be0e2708b8bb','state',2,16);
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:1.1','content','claim','be0e2708b8bb:1','be0e2708b8bb','[[10,46]]',1,13);
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:1.1','source','claim','be0e2708b8bb:1','be0e2708b8bb','s1',1,15);
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:1.1','unsure','claim','be0e2708b8bb:1','be0e2708b8bb','“why” ¿
',1,18);
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:2','note','sentence','be0e2708b8bb:2','be0e2708b8bb',NULL,2,21);
INSERT INTO "label" VALUES('a0dc7817968','be0e2708b8bb:2','state','sentence','be0e2708b8bb:2','be0e2708b8bb','done',1,22);
INSERT INTO "label" VALUES('a0dc7817968','s1','name','source','','be0e2708b8bb','{"article":"be0e2708b8bb","name":"Mayor"}',1,12);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:1','unsure','sentence','be0e2708b8bb:1','be0e2708b8bb','',1,8);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:1.1','claim_type','claim','be0e2708b8bb:1','be0e2708b8bb','state',2,5);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:1.1','content','claim','be0e2708b8bb:1','be0e2708b8bb','[[10,46]]',1,2);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:1.1','source','claim','be0e2708b8bb:1','be0e2708b8bb','s1',1,4);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:1.1','unsure','claim','be0e2708b8bb:1','be0e2708b8bb','“why” ¿
',1,7);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:2','note','sentence','be0e2708b8bb:2','be0e2708b8bb',NULL,2,10);
INSERT INTO "label" VALUES('a3511f8b97f','be0e2708b8bb:2','state','sentence','be0e2708b8bb:2','be0e2708b8bb','done',1,11);
INSERT INTO "label" VALUES('a3511f8b97f','s1','name','source','','be0e2708b8bb','{"article":"be0e2708b8bb","name":"Mayor"}',1,1);
CREATE TABLE project (              -- facts about the whole: id, created_at, codebook (hash in use)
  key text primary key,
  value text not null
) strict;
INSERT INTO "project" VALUES('seal project','320662158b029282de214fc528dc20d7e168a4166850d5ea16f76071f9a12623');
INSERT INTO "project" VALUES('seal codebook','4a616aca96c713ebd6a5f6363628edb8134510be71b99ed1f90d09021803e324');
INSERT INTO "project" VALUES('seal event','9ff5f8e2ff0c199cc4966f8620e8c6e848ededdc95ae55470d28e80ff5690224');
INSERT INTO "project" VALUES('seal article','5e5e775281dc61f6c638ebda4e8607458a1e81194302284c0a2008cd850699f8');
INSERT INTO "project" VALUES('seal sentence','87ef6c7e2ad7a8ed14ca06ae2d9c61c4bc0ba2bee6a8a3223cbadf5a3651fd83');
INSERT INTO "project" VALUES('seal alignment','4ab490c1b6de2eb0efacb20f223d114bffb1642341c8f7e014ffe3bc81bfdce5');
INSERT INTO "project" VALUES('seal annotator','85b6f3ecb7f3d8c784e83c4f71e81e334390efb9a516637f927f161119b1bde4');
INSERT INTO "project" VALUES('id','6e51f1b9-9aaa-43a3-8d5f-f30647037410');
INSERT INTO "project" VALUES('created_at','2026-11-28T00:05:19.305005+00:00');
INSERT INTO "project" VALUES('codebook','b3189989086ab27996e0be51edd75daa2875e9dfa74ef145873a991f6f0a207f');
CREATE TABLE sentence (
  id text primary key,              -- keeps its words' hash, so it survives a new import
  article text not null references article(id),
  position integer not null,        -- reading order in the article, from 0
  paragraph integer not null,
  kind text not null,               -- headline, kicker, byline, dateline, caption, runin_heading, body, ...
  "start" integer not null,
  "end" integer not null,
  unique (article, position),
  check ("start" >= 0 and "start" < "end")
) strict;
INSERT INTO "sentence" VALUES('be0e2708b8bb:0','be0e2708b8bb',0,0,'headline',0,9);
INSERT INTO "sentence" VALUES('be0e2708b8bb:1','be0e2708b8bb',1,1,'body',10,46);
INSERT INTO "sentence" VALUES('be0e2708b8bb:2','be0e2708b8bb',2,1,'body',47,74);
INSERT INTO "sentence" VALUES('be0e2708b8bb:3','be0e2708b8bb',3,1,'body',75,101);
INSERT INTO "sentence" VALUES('efb2930e4293:0','efb2930e4293',0,0,'headline',0,9);
INSERT INTO "sentence" VALUES('efb2930e4293:1','efb2930e4293',1,1,'body',10,43);
INSERT INTO "sentence" VALUES('efb2930e4293:2','efb2930e4293',2,1,'body',44,88);
CREATE TABLE session (              -- browsers that may speak for an annotator
  token_hash text primary key,      -- SHA-256 of the cookie
  annotator text not null references annotator(id),
  created_at text not null,
  expires_at text not null,
  revoked_at text
) strict;
INSERT INTO "session" VALUES('91581747c9fdee8a9b43d46b2812067578e6055e22cdead1a268cf1a0f5c7a75','a0dc7817968','2026-11-28T00:05:19.490940+00:00','2026-12-12T00:05:19.490905+00:00',NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX article_event on article(event);
CREATE INDEX decision_sentence on decision(sentence);
CREATE INDEX decision_annotator on decision(annotator, seq);
CREATE INDEX label_article on label(article, annotator);
CREATE INDEX label_sentence on label(sentence, annotator);
CREATE INDEX label_source on label(article, annotator) where layer = 'name';
CREATE INDEX label_layer on label(layer, annotator, value);
CREATE VIEW claim as                -- claims that exist: their content is set
  select annotator, target as id, sentence, article, value as content, revision, seq
  from label where layer = 'content' and value is not null;
CREATE TRIGGER decision_is_never_changed before update on decision
  begin select raise(abort, 'the decision log is append-only'); end;
CREATE TRIGGER decision_is_never_deleted before delete on decision
  begin select raise(abort, 'the decision log is append-only'); end;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('decision',22);
COMMIT;
pragma application_id = 1129071691;
pragma user_version = 2;
