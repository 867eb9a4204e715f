* Made-up answers. Written with GNU PSPP 1.6.2: pspp survey.sps.
DATA LIST LIST NOTABLE /folio (A6) q1 (F2.0) age (F3.0) when (ADATE10) at (TIME8) heard_radio heard_union heard_friend (F1.0) first_change second_change (F2.0) reason (A12) phone (A10) peso (F5.2) a_name_of_more_than_eight_letters (F1.0).
BEGIN DATA
"E01" 1 34 03/01/2021 09:30 1 0 1 3 5 "salario" "5550001" 1.50 1
"E02" 2 -1 12/31/2024 23:59 0 0 0 3 . "NR" "5550002" 0.50 2
"E03" 99 . 02/29/2024 00:00 . . . . . "" "5550003" 1.00 1
"E04" 7 99 . . 9 1 0 5 98 " año " "5550004" 1.00 .
"E05" . 999 01/01/1990 12:00 1 1 1 4 3 "NS" "5550005" 1.00 2
END DATA.
VARIABLE LABELS q1 "¿Conoce el cambio?" /age "Edad en años" /heard_radio "Por la radio" /heard_union "Por el sindicato" /heard_friend "Por un amigo".
VALUE LABELS q1 1 "Sí" 2 "No" 7 "Otro" 99 "No sabe" /first_change second_change 3 "Salario" 5 "Jornada" 98 "Ninguno" /reason "NR" "No responde" "salario" "Salario" /heard_radio heard_union heard_friend 1 "Sí" 0 "No" 9 "No sabe".
MISSING VALUES q1 (99) /age (LO THRU -1, 999) /heard_radio heard_union heard_friend (9) /first_change second_change (98) /reason ("NR", "NS").
VARIABLE LEVEL q1 (NOMINAL) /age (SCALE).
MRSETS /MDGROUP NAME=$heard LABEL='¿Cómo se enteró?' VARIABLES=heard_radio heard_union heard_friend VALUE=1
 /MDGROUP NAME=$counted CATEGORYLABELS=COUNTEDVALUES VARIABLES=heard_radio heard_union VALUE=1
 /MCGROUP NAME=$changes LABEL='Cambios' VARIABLES=first_change second_change.
WEIGHT BY peso.
SAVE OUTFILE='survey.sav'.
SAVE OUTFILE='survey.zsav' /ZCOMPRESSED.
EXPORT OUTFILE='survey.por'.
