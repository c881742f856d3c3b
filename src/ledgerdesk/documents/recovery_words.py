"""The fixed words of the recovery sheet in Chinese and English."""

from dataclasses import dataclass
from datetime import date

from ledgerdesk.core.dates import chinese_date
from ledgerdesk.i18n.translator import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words; labels of the facts are spread to one width."""

    title: str
    purpose: str
    printed: str
    book: str
    book_id: str
    generation: str
    keeper: str
    place: str
    checked: str
    scanned: str
    typed: str
    warnings: tuple[str, str, str]
    fold: str
    key: str
    key_note: str
    positions: tuple[str, str, str, str]
    key_code: tuple[str, str]
    block: str
    block_note: str
    steps_title: str
    steps: tuple[str, str, str, str, str]
    signers: tuple[str, str, str]
    sealed_on: str
    envelope: str
    colon: str
    nth_generation: str
    earlier_void: str


CHINESE = Words(
    title="恢复单",
    purpose="忘记密码或换电脑时，用这张纸和账本文件重新打开账本。",
    printed="制作",
    book="账本",
    book_id="账本编号",
    generation="代次",
    keeper="保管人",
    place="存放地点",
    checked="回读核对",
    scanned="已扫描回读",
    typed="已手工回输",
    warnings=(
        "任何人拿到这张纸和账本文件，就能看到全部客户资料。",
        "折好装入信封封口，放进保险柜；不要拍照，不要扫描进电脑，不要和备份 U 盘放在一起。",
        "所有密码和这张纸都丢了，账本就再也打不开，程序没有任何后门。",
    ),
    fold="折",
    key="恢复密钥",
    key_note="共四行，每行 14 个字符，末位（方框）是这一行的校验；没有字母 I、L、O、U",
    positions=("一", "二", "三", "四"),
    key_code=("恢复密钥", "（同左四行）"),
    block="封装数据",
    block_note="右边的码是加了锁的账本钥匙，只有上面四行能打开它；扫不了码时，逐行输入下面各行。",
    steps_title="恢复五步",
    steps=(
        "在任意一台电脑上安装 LedgerDesk，选「用恢复单打开」。",
        "选账本，或插入备份 U 盘，选最新的备份。",
        "用扫码枪扫「恢复密钥」二维码，或照上面逐行输入；哪一行输错，屏幕会指出哪一行。",
        "设一个新密码。核对屏幕上的最后一张收据号与手里最后一张纸是否一致。",
        "立即打印新的恢复单，回读核对后封存；把这张纸剪碎。",
    ),
    signers=("打印人", "见证人", "保管人"),
    sealed_on="封存日期：            年        月        日",
    envelope="信封编号：",
    colon="：",
    nth_generation="第 {generation} 代",
    earlier_void="（此前的恢复单已作废）",
)

ENGLISH = Words(
    title="Recovery sheet",
    purpose="Opens the book again with its file when passwords are forgotten or the PC is gone.",
    printed="Made",
    book="Book",
    book_id="Book id",
    generation="Generation",
    keeper="Keeper",
    place="Kept at",
    checked="Read back",
    scanned="scanned",
    typed="typed",
    warnings=(
        "Whoever holds this sheet and the book's file can read every customer's data.",
        "Fold, seal in an envelope, lock away; no photo, no scan, not beside the backup stick.",
        "All passwords and this sheet lost: the book stays closed for ever. There is no back door.",
    ),
    fold="fold",
    key="Recovery key",
    key_note="Four lines of 14 characters; the boxed last one checks its line; no I, L, O, U",
    positions=("1", "2", "3", "4"),
    key_code=("Recovery key", "(the four lines)"),
    block="Sealed block",
    block_note="The book's key under lock, which only the lines above open; to type it:",
    steps_title="Five steps",
    steps=(
        "Install LedgerDesk on any PC and choose 'Use the recovery sheet'.",
        "Choose the book, or plug in the backup stick and choose the newest backup.",
        "Scan the code 'Recovery key', or type the lines; the screen names a line that is wrong.",
        "Set a new password. Compare the last receipt number on screen with your last paper.",
        "Print a new recovery sheet at once, read it back, seal it; shred this sheet.",
    ),
    signers=("Printed by", "Witness", "Keeper"),
    sealed_on="Sealed on:",
    envelope="Envelope No.:",
    colon=":",
    nth_generation="{generation}",
    earlier_void=" (earlier recovery sheets are void)",
)


def words_in(language: Language) -> Words:
    """Give the words of a language."""
    return {Language.ZH: CHINESE, Language.EN: ENGLISH}[language]


def shown_date(day: date, language: Language) -> str:
    """Write a day as the language does."""
    return chinese_date(day) if language is Language.ZH else day.isoformat()
