// Embeds the lists of places that scenarios play in. The build looks at the files again when they change.
#include "divisions.h"

// The language of C targets is C11, where this compiler has `#embed` as an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char qingdao[] = {
#embed "../../ops/data/qingdao_tree.tsv"
};

static const unsigned char zhengxiangbai[] = {
#embed "../../ops/data/zhengxiangbai_tree.tsv"
};

gridward_division_list gridward_qingdao_tree(void) { return (gridward_division_list){qingdao, sizeof qingdao}; }

gridward_division_list gridward_zhengxiangbai_tree(void) {
  return (gridward_division_list){zhengxiangbai, sizeof zhengxiangbai};
}
