using Oversight.Enforcement.Exposures;
using Xunit;

namespace Oversight.Enforcement.Tests;

/// <summary>What must not stand in a published text is found, however it is written.</summary>
public sealed class ExposureRedactionTests
{
    [Theory]
    [InlineData("负责人身份证 330282198001011234 已查", 7, Unpublishable.ResidentId)]
    [InlineData("证号３３０２８２１９８００１０１１２３Ｘ", 2, Unpublishable.ResidentId)]
    [InlineData("证号330282-19800101-123X", 2, Unpublishable.ResidentId)]
    [InlineData("旧证330282800101123。", 2, Unpublishable.ResidentId)]
    [InlineData("请拨13800001234", 2, Unpublishable.Phone)]
    [InlineData("请拨 +86 138-0000-1234", 3, Unpublishable.Phone)]
    [InlineData("请拨１３８ ００００ １２３４", 2, Unpublishable.Phone)]
    [InlineData("座机0574-63001234", 2, Unpublishable.Phone)]
    [InlineData("座机(0574)63001234", 2, Unpublishable.Phone)]
    [InlineData("该校校长欧阳某", 4, Unpublishable.PersonName)]
    [InlineData("该校校长欧 阳 某", 4, Unpublishable.PersonName)]
    [InlineData("该校校长欧\n阳某", 4, Unpublishable.PersonName)]
    public void It_is_found_with_its_position(string text, int position, object kind) =>
        Assert.Equal((position, (Unpublishable)kind), Redaction.Find(text, ["欧阳某"]));

    [Theory]
    [InlineData("罚款 50000 元，教罚决330282〔2026〕12号")]
    [InlineData("统一社会信用代码 91330282MA2AB12345")]
    [InlineData("统一社会信用代码 913302827123456789")]
    [InlineData("2026年11月24日，合计1234567890123456分")]
    [InlineData("欧阳小学")]
    public void What_may_be_published_is_left_alone(string text) => Assert.Null(Redaction.Find(text, ["欧阳某", " "]));
}
