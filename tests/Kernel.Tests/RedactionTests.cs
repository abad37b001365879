using Xunit;

namespace Oversight.Kernel.Tests;

/// <summary>What must not stand in a published text is found, however it is written.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("负责人身份证 330282198001011234 已查", 7, PersonalDetail.ResidentId)]
    [InlineData("证号３３０２８２１９８００１０１１２３Ｘ", 2, PersonalDetail.ResidentId)]
    [InlineData("证号330282-19800101-123X", 2, PersonalDetail.ResidentId)]
    [InlineData("旧证330282800101123。", 2, PersonalDetail.ResidentId)]
    [InlineData("请拨13800001234", 2, PersonalDetail.Phone)]
    [InlineData("请拨 +86 138-0000-1234", 3, PersonalDetail.Phone)]
    [InlineData("请拨１３８ ００００ １２３４", 2, PersonalDetail.Phone)]
    [InlineData("座机0574-63001234", 2, PersonalDetail.Phone)]
    [InlineData("座机(0574)63001234", 2, PersonalDetail.Phone)]
    [InlineData("请拨139.1234.0867", 2, PersonalDetail.Phone)]
    [InlineData("请拨139—1234—0867", 2, PersonalDetail.Phone)]
    [InlineData("请拨139／1234／0867", 2, PersonalDetail.Phone)]
    [InlineData("请拨139【1234】0867", 2, PersonalDetail.Phone)]
    [InlineData("请拨一三九一二三四零八六七", 2, PersonalDetail.Phone)]
    [InlineData("请拨壹叁玖 壹贰叁肆 零捌陆柒", 2, PersonalDetail.Phone)]
    [InlineData("请拨幺三九幺二三四〇八六七", 2, PersonalDetail.Phone)]
    [InlineData("请拨①③⑨①②③④⓪⑧⑥⑦", 2, PersonalDetail.Phone)]
    [InlineData("请拨𝟭𝟯𝟵𝟭𝟮𝟯𝟰𝟬𝟴𝟲𝟳", 2, PersonalDetail.Phone)]
    [InlineData("请拨1\u200B3\u200B9\u200B12340867", 2, PersonalDetail.Phone)]
    [InlineData("电话之一13912340867", 4, PersonalDetail.Phone)]
    [InlineData("微信v13912340867x", 3, PersonalDetail.Phone)]
    [InlineData("共123、13912340867", 5, PersonalDetail.Phone)]
    [InlineData("2026-11-24，13912340867", 11, PersonalDetail.Phone)]
    [InlineData("0086-574-6300-1234与0574 6300 1234", 19, PersonalDetail.Phone)]
    [InlineData("证号三三〇二八二一九八〇〇一〇一一二三四", 2, PersonalDetail.ResidentId)]
    [InlineData("证号330282.1980.01.01.123x", 2, PersonalDetail.ResidentId)]
    [InlineData("该校校长欧·阳-某", 4, PersonalDetail.PersonName)]
    [InlineData("该校校长欧阳某", 4, PersonalDetail.PersonName)]
    [InlineData("该校校长欧 阳 某", 4, PersonalDetail.PersonName)]
    [InlineData("该校校长欧\n阳某", 4, PersonalDetail.PersonName)]
    public void It_is_found_with_its_position(string text, int position, object kind) =>
        Assert.Equal((position, (PersonalDetail)kind), Redaction.Find(text, ["欧阳某"]));

    [Theory]
    [InlineData("罚款 50000 元，教罚决330282〔2026〕12号")]
    [InlineData("统一社会信用代码 91330282MA2AB12345")]
    [InlineData("统一社会信用代码 913302827123456789")]
    [InlineData("2026年11月24日，合计1234567890123456分")]
    [InlineData("统一社会信用代码 9133MA13512345678Q")]
    [InlineData("统一社会信用代码 MA13512345678ABCDE")]
    [InlineData("合计1,380,000,123.4元")]
    [InlineData("有效期2026.03.15-2026.12.31")]
    [InlineData("2026-11-13 9:30 2026-11-14")]
    [InlineData("13:00、14:00、15:00 三班")]
    [InlineData("第一、三、五、七、九条，第二、四、六、八条")]
    [InlineData("办学许可证 133028270000128号")]
    [InlineData("欧阳小学")]
    public void What_may_be_published_is_left_alone(string text) => Assert.Null(Redaction.Find(text, ["欧阳某", " "]));

    [Theory]
    [InlineData("通道堵塞，请核查。", false)]
    [InlineData("令狐试验反映通道堵塞。", true)]
    [InlineData("令 狐·试－验反映。", true)]
    [InlineData("联系电话13800001234。", true)]
    [InlineData("联系电话 138-0000-1234。", true)]
    [InlineData("联系电话１３８００００１２３４。", true)]
    [InlineData("电话一三八〇〇〇〇一二三四", true)]
    [InlineData("电话①③⑧〇〇〇〇壹贰叁肆", true)]
    [InlineData("尾号0001234的家长", true)]
    [InlineData("尾号1234的家长", false)]
    [InlineData("LINGHU", false)]
    public void A_known_name_or_number_gives_a_person_away_however_it_is_written(string text, bool expected) =>
        Assert.Equal(expected, Redaction.GivesAway(text, "令狐试验", "13800001234"));

    [Fact]
    public void A_text_of_digits_alone_takes_no_longer_than_its_length() =>
        Assert.Null(Redaction.Find(string.Concat(Enumerable.Repeat("1 ", 20_000)), ["欧阳某"]));
}
