* Made-up answers, in Windows-1252. Written with GNU PSPP 1.6.2: pspp --syntax-encoding=windows-1252 windows.sps.
SET LOCALE='windows-1252'.
DATA LIST LIST NOTABLE /folio (A6) m1 m2 (A1) txt (A8).
BEGIN DATA
"E01" "Y" "N" "año"
"E02" "N" "Y" "ñu"
END DATA.
VALUE LABELS m1 m2 "Y" "Sí".
MRSETS /MDGROUP NAME=$m LABEL='Más' VARIABLES=m1 m2 VALUE='Y'.
SAVE OUTFILE='windows.sav'.
